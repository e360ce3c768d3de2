import type { ChampionRules, ChampionVerdict } from '../../../src/domain/expressions/champion-rules.js'

/** Rules that always answer the same. */
export function fixedRules(outcome: boolean | 'undecided'): ChampionRules {
  const answer = (metric: string): ChampionVerdict => ({ outcome, reason: `${metric}: too few rows` })
  return { improves: answer, notWorse: answer }
}

export interface Interval {
  readonly delta: number
  readonly low: number
  readonly high: number
}

/** Rules over given intervals of the difference, positive = better. */
export function intervalRules(intervals: Readonly<Record<string, Interval>>): ChampionRules {
  const ask = (metric: string, bound: number): ChampionVerdict => {
    const interval = intervals[metric]
    if (interval === undefined) return { outcome: 'undefined', reason: `${metric} has no interval` }
    const { delta, low, high } = interval
    const undecided = low <= bound && high > bound
    return { outcome: undecided ? 'undecided' : low > bound, reason: `${low} to ${high}`, delta }
  }
  return { improves: ask, notWorse: (metric, margin) => ask(metric, -margin) }
}
