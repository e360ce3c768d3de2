import type { BinaryExpression, CallExpression, Expression, Span } from './expression.js'
import type { ProblemDetails } from './expression-problem.js'

/** The type of an expression; `any` where it cannot be known yet or was already complained about. */
export type ExpressionType = 'number' | 'boolean' | 'text' | 'list' | 'any'

/** Complains about a part of the expression. */
export type Report = (place: Span, details: ProblemDetails) => void

/** What a language built on this grammar adds: its names and its functions. */
export interface Dialect {
  /** The type of a name, member or index expression; reports unknown ones. */
  reference(expression: Expression, report: Report): ExpressionType
  /** The type of a call; checks its arguments through `check`. */
  call(expression: CallExpression, check: Check, report: Report): ExpressionType
  /** Whether true and false may be calculated with as 1 and 0. */
  readonly booleansAreNumbers: boolean
}

export type Check = (expression: Expression) => ExpressionType

/** Infers the type of an expression and reports every misuse in it. */
export function checkTypes(root: Expression, dialect: Dialect, report: Report): ExpressionType {
  const check: Check = expression => {
    switch (expression.kind) {
      case 'number':
      case 'text':
      case 'boolean':
        return expression.kind
      case 'name':
      case 'member':
      case 'index':
        return dialect.reference(expression, report)
      case 'call':
        return dialect.call(expression, check, report)
      case 'list':
        expression.items.forEach(check)
        return 'list'
      case 'negate':
        wantNumber(expression.operand)
        return 'number'
      case 'not':
        want('boolean', expression.operand)
        return 'boolean'
      case 'and':
      case 'or':
        want('boolean', expression.left)
        want('boolean', expression.right)
        return 'boolean'
      case 'conditional':
        want('boolean', expression.condition)
        return agree(expression.yes, expression.no, expression)
      case 'binary':
        return binary(expression)
    }
  }

  const want = (type: ExpressionType, expression: Expression): void => {
    const found = check(expression)
    if (found !== type && found !== 'any')
      report(expression, { message: `this must be a ${type}, it is a ${found}` })
  }

  const isNumber = (type: ExpressionType): boolean =>
    type === 'number' || (type === 'boolean' && dialect.booleansAreNumbers)

  const wantNumber = (expression: Expression): void => {
    const found = check(expression)
    if (isNumber(found) || found === 'any') return
    const chained = expression.kind === 'binary' && found === 'boolean'
    const hint = chained ? { hint: 'comparisons do not chain: write a < b && b < c' } : {}
    report(expression, { message: `this must be a number, it is a ${found}`, ...hint })
  }

  const agree = (left: Expression, right: Expression, place: Span): ExpressionType => {
    const [a, b] = [check(left), check(right)]
    if (a === 'any' || b === 'any') return a === 'any' ? b : a
    if (a === b) return a
    if (isNumber(a) && isNumber(b)) return 'number'
    const hint = a === 'text' || b === 'text' ? { hint: 'texts stand in quotes, numbers do not' } : {}
    report(place, { message: `a ${a} and a ${b} do not go together`, ...hint })
    return 'any'
  }

  const binary = (expression: BinaryExpression): ExpressionType => {
    const { operator, left, right } = expression
    if (operator === 'in') return membership(expression)
    if (operator === '==' || operator === '!=') {
      if (agree(left, right, expression) === 'list')
        report(expression, { message: 'lists cannot be compared' })
      return 'boolean'
    }
    wantNumber(left)
    wantNumber(right)
    return operator.startsWith('<') || operator.startsWith('>') ? 'boolean' : 'number'
  }

  const membership = ({ left, right }: BinaryExpression): ExpressionType => {
    if (right.kind !== 'list') {
      report(right, { message: '"in" needs a list', hint: 'write x in [1, 2, 3]' })
      check(right)
    } else {
      for (const item of right.items) agree(left, item, item)
    }
    if (right.kind !== 'list' || right.items.length === 0) check(left)
    return 'boolean'
  }

  return check(root)
}
