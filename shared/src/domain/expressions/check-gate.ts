import { parseExpression } from './cel-parser.js'
import type { ParsedExpression } from './cel-parser.js'
import { checkTypes } from './check-types.js'
import { partsOf } from './expression.js'
import type { Expression } from './expression.js'
import { inOrder, problemAt } from './expression-problem.js'
import type { ExpressionProblem } from './expression-problem.js'
import { gateDialect } from './gate-dialect.js'
import { gateReference, metricArgument } from './gate-reference.js'
import { ANY_METRIC } from './gate-vocabulary.js'
import type { GateVocabulary } from './gate-vocabulary.js'

/** Parses a gate and checks its names and types; a gate must be a condition. */
export function parseGate(text: string, vocabulary: GateVocabulary = ANY_METRIC): ParsedExpression {
  const parsed = parseExpression(text)
  if (!parsed.ok) return parsed
  const problems: ExpressionProblem[] = []
  const type = checkTypes(parsed.root, gateDialect(vocabulary), (place, details) => {
    problems.push(problemAt(text, place, details))
  })
  if (type !== 'boolean' && type !== 'any') {
    const hint = 'compare it with a number, such as metrics.rmse < 5'
    problems.push(
      problemAt(text, { start: 0 }, { message: `a gate must be true or false, this is a ${type}`, hint })
    )
  }
  return problems.length > 0 ? { ok: false, problems: inOrder(problems) } : parsed
}

/** Everything that is wrong with a gate; empty when it can be evaluated. */
export function checkGate(
  text: string,
  vocabulary: GateVocabulary = ANY_METRIC
): readonly ExpressionProblem[] {
  const parsed = parseGate(text, vocabulary)
  return parsed.ok ? [] : parsed.problems
}

/** What must be measured before a gate can be evaluated. */
export interface GateNeeds {
  readonly metrics: readonly string[]
  /** Slices by name, `<column>=<value>`. */
  readonly slices: readonly string[]
  /** Metrics whose difference to the champion needs an interval. */
  readonly compared: readonly string[]
  readonly sizeBytes: boolean
  readonly latency: boolean
}

/** Collects what a gate speaks of. */
export function gateNeeds(root: Expression): GateNeeds {
  const metrics = new Set<string>()
  const slices = new Set<string>()
  const compared = new Set<string>()
  const model = new Set<string>()
  const visit = (part: Expression): void => {
    const reference = gateReference(part)
    if (reference?.kind === 'metric' || reference?.kind === 'champion') metrics.add(reference.metric)
    if (reference?.kind === 'slice') slices.add(reference.slice)
    if (reference?.kind === 'model') model.add(reference.quantity)
    const [argument] = part.kind === 'call' && COMPARING.has(part.name) ? part.arguments : []
    const metric = argument === undefined ? undefined : metricArgument(argument)
    if (metric !== undefined) compared.add(metric)
    if (reference === undefined) partsOf(part).forEach(visit)
  }
  visit(root)
  return {
    metrics: [...new Set([...metrics, ...compared])],
    slices: [...slices],
    compared: [...compared],
    sizeBytes: model.has('size_bytes'),
    latency: model.has('latency_p95_ms')
  }
}

const COMPARING: ReadonlySet<string> = new Set(['improves', 'not_worse'])
