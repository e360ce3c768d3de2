import { conjuncts } from '../expressions/expression.js'
import type { Expression } from '../expressions/expression.js'
import { evaluateGateExpression } from '../expressions/evaluate-gate.js'
import { decisiveValue, explain } from '../expressions/explain.js'
import { sourceText } from '../expressions/expression-text.js'
import type { SourceText } from '../expressions/expression-text.js'
import type { GateScope } from '../expressions/gate-scope.js'
import type { Evaluated } from '../expressions/outcome.js'
import { traceOf } from '../expressions/trace.js'
import type { GateRule } from '../records/decision.js'

/** A gate that was parsed and checked. */
export interface CheckedGate {
  readonly source: GateRule['source']
  readonly text: string
  readonly root: Expression
}

/** A comparison is itself and the reference it reads: what is longer deserves a trace. */
const PLAIN_TRACE = 2

/** Evaluates a gate into one rule per operand of its top-level `&&`; what is undefined is not passed and has no value. */
export function gateRules({ source, text, root }: CheckedGate, scope: GateScope): GateRule[] {
  const written = sourceText(text)
  return conjuncts(root).map(expression => ({
    source,
    expression: written.written(expression),
    ...judge(evaluateGateExpression(expression, { scope, source: written }), written)
  }))
}

function judge(evaluated: Evaluated, source: SourceText): Omit<GateRule, 'source' | 'expression'> {
  const { outcome } = evaluated
  const passed = outcome.kind === 'boolean' && outcome.value
  const trace = traceOf(evaluated, source)
  return {
    value: decisiveValue(evaluated),
    passed: outcome.kind === 'undecided' ? null : passed,
    reason: explain(evaluated, source),
    ...(trace.length > PLAIN_TRACE ? { trace: [...trace] } : {})
  }
}
