import type { DecisionRecord, GateRule } from '../records/decision.js'

/** Why a gate decided as it did. */
export type GateReasonCode = 'gate-passed' | 'no-gate' | 'rule-failed' | 'metric-undefined' | 'rule-undecided'

/** What a gate decided, and the code for it. */
export interface Verdict {
  readonly decision: DecisionRecord['decision']
  readonly reasonCode: GateReasonCode
}

/**
 * One failed rule rejects, also beside undecided ones; `metric-undefined` when nothing failed but rules without a value. A
 * rule that cannot be decided makes the rest inconclusive. The model's parity with its native form alone is no gate.
 */
export function verdictOf(rules: readonly GateRule[]): Verdict {
  const failed = rules.filter(({ passed }) => passed === false)
  if (failed.length > 0) {
    const undefinedOnly = failed.every(({ value }) => value === null)
    return { decision: 'reject', reasonCode: undefinedOnly ? 'metric-undefined' : 'rule-failed' }
  }
  if (rules.some(({ passed }) => passed === null)) {
    return { decision: 'inconclusive', reasonCode: 'rule-undecided' }
  }
  const asked = rules.some(({ source }) => source !== 'parity')
  return { decision: 'pass', reasonCode: asked ? 'gate-passed' : 'no-gate' }
}
