import type { GateScope, MetricValues } from '../expressions/gate-scope.js'
import type { GateRule } from '../records/decision.js'
import { checkedGates } from './checked-gates.js'
import type { AskedGates } from './checked-gates.js'
import { gateRules } from './gate-rules.js'
import { verdictOf } from './verdict.js'
import type { Verdict } from './verdict.js'

/** What is asked of a model, and what was measured. */
export interface GateInput extends AskedGates, Omit<GateScope, 'undefined' | 'slices'> {
  /** Why metrics are null. */
  readonly undefinedReasons?: Readonly<Record<string, string>>
  readonly slices?: Readonly<Record<string, MetricValues>>
  /** Rules judged elsewhere, such as fairness and parity; they count like the gate's own. */
  readonly furtherRules?: readonly GateRule[]
}

/** A decision with the rules behind it, in the order gates, threshold, champion, further rules. */
export interface GateDecision extends Verdict {
  /** All rules as one expression; empty when there are none. */
  readonly gate: string
  readonly rules: readonly GateRule[]
  readonly warnings: readonly GateWarning[]
}

/** What everybody should hear about a decision. */
export interface GateWarning {
  readonly code: 'no-gate'
  readonly message: string
}

/**
 * Decides whether a model may be registered. Every rule must pass: one that fails or touches something undefined rejects,
 * one that the rows cannot decide makes the decision inconclusive. Throws one `UserError` `gate-invalid` with the problems
 * of all gates.
 */
export function decideGate(input: GateInput): GateDecision {
  const scope = scopeOf(input)
  const judged = checkedGates(input).flatMap(gate => gateRules(gate, scope))
  const rules = [...judged, ...(input.furtherRules ?? [])]
  const verdict = verdictOf(rules)
  return { ...verdict, gate: wholeGate(rules), rules, warnings: warningsFor(verdict) }
}

function scopeOf({ undefinedReasons = {}, slices = {}, ...measured }: GateInput): GateScope {
  return { ...measured, undefined: undefinedReasons, slices }
}

/** Looser operators than `&&` keep their parentheses. */
const LOOSE = /\|\||\?/

function wholeGate(rules: readonly GateRule[]): string {
  const texts = rules.map(({ expression }) => (LOOSE.test(expression) ? `(${expression})` : expression))
  return rules.length === 1 ? (rules[0]?.expression ?? '') : texts.join(' && ')
}

function warningsFor({ reasonCode }: Verdict): GateWarning[] {
  if (reasonCode !== 'no-gate') return []
  const message =
    'Nothing is required of this model: write a gate or an evaluation_threshold into the request, or a gate into the policy.'
  return [{ code: 'no-gate', message }]
}
