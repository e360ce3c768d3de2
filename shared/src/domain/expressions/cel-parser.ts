import { Environment, ParseError } from '@marcbachmann/cel-js'
import type { ASTNode } from '@marcbachmann/cel-js'
import type { BinaryOperator, Expression } from './expression.js'
import { problemAt } from './expression-problem.js'
import type { ExpressionProblem, ProblemDetails } from './expression-problem.js'
import { syntaxProblem } from './syntax-problem.js'

const LONGEST = 4000
const environment = new Environment({
  limits: { maxDepth: 64, maxAstNodes: 1000, maxListElements: 200, maxMapEntries: 16, maxCallArguments: 16 }
})

/** A parsed expression, or everything that is wrong with it. */
export type ParsedExpression =
  | { readonly ok: true; readonly text: string; readonly root: Expression }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] }

/** Parses CEL source of at most 4,000 characters into the suite's own expression tree. */
export function parseExpression(text: string): ParsedExpression {
  if (text.trim() === '') return failed(problemAt(text, { start: 0 }, { message: 'the expression is empty' }))
  if (text.length > LONGEST) {
    const message = `the expression has ${text.length} characters, more than ${LONGEST}`
    return failed(problemAt(text, { start: 0 }, { message }))
  }
  try {
    const problems: ExpressionProblem[] = []
    const root = convert(environment.parse(text).ast, (node, details) =>
      problems.push(problemAt(text, node, details))
    )
    return problems.length > 0 ? { ok: false, problems } : { ok: true, text, root }
  } catch (error) {
    if (error instanceof ParseError) return failed(syntaxProblem(text, error))
    throw error
  }
}

function failed(problem: ExpressionProblem): ParsedExpression {
  return { ok: false, problems: [problem] }
}

type Report = (node: ASTNode, details: ProblemDetails) => void

function convert(node: ASTNode, report: Report): Expression {
  const span = { start: node.start, end: node.end }
  const inner = (child: ASTNode): Expression => convert(child, report)
  switch (node.op) {
    case 'value':
      return literal(node, report)
    case 'id':
      return { ...span, kind: 'name', name: node.args }
    case '.':
      return { ...span, kind: 'member', object: inner(node.args[0]), name: node.args[1] }
    case '[]':
      return { ...span, kind: 'index', object: inner(node.args[0]), key: inner(node.args[1]) }
    case 'call':
      return { ...span, kind: 'call', name: node.args[0], arguments: node.args[1].map(inner) }
    case 'list':
      return { ...span, kind: 'list', items: node.args.map(inner) }
    case '!_':
      return { ...span, kind: 'not', operand: inner(node.args) }
    case '-_':
      return { ...span, kind: 'negate', operand: inner(node.args) }
    case '&&':
    case '||':
      return {
        ...span,
        kind: node.op === '&&' ? 'and' : 'or',
        left: inner(node.args[0]),
        right: inner(node.args[1])
      }
    case '?:':
      return {
        ...span,
        kind: 'conditional',
        condition: inner(node.args[0]),
        yes: inner(node.args[1]),
        no: inner(node.args[2])
      }
    default:
      return operation(node, report)
  }
}

const OPERATORS: ReadonlySet<string> = new Set<BinaryOperator>([
  '+',
  '-',
  '*',
  '/',
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  'in'
])

function isBinary(node: ASTNode): node is Extract<ASTNode, { op: BinaryOperator }> {
  return OPERATORS.has(node.op)
}

function operation(node: ASTNode, report: Report): Expression {
  const span = { start: node.start, end: node.end }
  if (isBinary(node)) {
    const [left, right] = node.args
    return {
      ...span,
      kind: 'binary',
      operator: node.op,
      left: convert(left, report),
      right: convert(right, report)
    }
  }
  report(node, { message: refusal(node) })
  return { ...span, kind: 'number', value: NaN }
}

function refusal(node: ASTNode): string {
  if (node.op === 'rcall') return `methods such as .${node.args[0]}(…) are not part of this language`
  if (node.op === 'map') return 'maps are not part of this language'
  return node.op === '%' ? 'doubles have no operator %' : `operator ${node.op} is not part of this language`
}

function literal(node: Extract<ASTNode, { op: 'value' }>, report: Report): Expression {
  const span = { start: node.start, end: node.end }
  const value = node.args
  if (typeof value === 'string') return { ...span, kind: 'text', value }
  if (typeof value === 'boolean') return { ...span, kind: 'boolean', value }
  const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN
  if (Number.isNaN(number))
    report(node, { message: 'only numbers, texts and true or false can be written here' })
  else if (!Number.isFinite(number)) report(node, { message: 'the number is too large for a double' })
  return { ...span, kind: 'number', value: number }
}
