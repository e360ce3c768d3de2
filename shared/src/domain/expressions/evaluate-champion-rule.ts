import { askChampionRules } from './champion-rules.js'
import type { ChampionQuestion } from './champion-rules.js'
import type { GateScope } from './gate-scope.js'
import { truth, undefinedBecause } from './outcome.js'
import type { Outcome, UndefinedOutcome } from './outcome.js'
import { resolveReference } from './resolve-reference.js'

/** What a champion rule came to, in words, with the measured difference behind it. */
export interface ChampionAnswer {
  readonly outcome: Outcome
  readonly remark: string
  readonly measured?: number
}

/** Whether no champion is there to compare with. */
export function lacksChampion({ champion, championRules }: GateScope): boolean {
  return champion === undefined && championRules === undefined
}

/**
 * Answers `improves` or `not_worse`. A metric that either model lacks is undefined, whatever the comparison says; without a
 * champion both rules are true.
 */
export function evaluateChampionRule(scope: GateScope, question: ChampionQuestion): ChampionAnswer {
  const { rule, metric, amount } = question
  const missing = missingValue(scope, metric)
  if (missing !== undefined) return { outcome: missing, remark: missing.reason }
  if (lacksChampion(scope)) {
    return { outcome: truth(true), remark: `there is no champion yet to compare ${metric} with` }
  }
  if (!(amount >= 0))
    return noAnswer('undefined', `the amount of ${rule} must not be negative, it is ${amount}`)
  if (scope.championRules === undefined) {
    return noAnswer('undecided', `${metric} was not compared with the champion on the same rows`)
  }
  const { outcome, reason, delta } = askChampionRules(scope.championRules, question)
  if (typeof outcome !== 'boolean') return noAnswer(outcome, reason)
  const measured = delta !== undefined && Number.isFinite(delta) ? { measured: delta } : {}
  return { outcome: truth(outcome), remark: reason, ...measured }
}

function missingValue(scope: GateScope, metric: string): UndefinedOutcome | undefined {
  const challenger = resolveReference({ kind: 'metric', metric }, scope)
  if (challenger.kind === 'undefined') return challenger
  if (scope.champion === undefined || !Object.hasOwn(scope.champion.metrics, metric)) return undefined
  const champion = resolveReference({ kind: 'champion', metric }, scope)
  return champion.kind === 'undefined' ? champion : undefined
}

function noAnswer(kind: 'undefined' | 'undecided', reason: string): ChampionAnswer {
  return { outcome: kind === 'undefined' ? undefinedBecause(reason) : { kind, reason }, remark: reason }
}
