import type { ChampionRules, ChampionVerdict } from '../expressions/champion-rules.js'
import type { MetricComparison } from './metric-comparison.js'

/** The rules of a model that has nobody to be compared with: both are true, and say so. */
export const WITHOUT_CHAMPION: ChampionRules = {
  improves: metric => ({ outcome: true, reason: `there is no champion to compare ${metric} with` }),
  notWorse: metric => ({ outcome: true, reason: `there is no champion to compare ${metric} with` })
}

/** The rules of models that cannot be compared: both are undecided for the given reason. */
export function rulesWithoutComparison(version: string, reason: string): ChampionRules {
  const ask = (metric: string): ChampionVerdict => ({
    outcome: 'undecided',
    reason: `${metric} cannot be compared with ${version}: ${reason}`
  })
  return { improves: ask, notWorse: ask }
}

/** Rules over comparisons looked up by metric; `version` names the champion in the reasons. */
export function championRules(
  version: string,
  comparisonOf: (metric: string) => MetricComparison | undefined
): ChampionRules {
  const ask = (metric: string, bound: number): ChampionVerdict => {
    const comparison = comparisonOf(metric)
    if (comparison !== undefined) return judge(version, comparison, bound)
    const reason = `${metric} cannot be compared with ${version}: it is not known which way is better`
    return { outcome: 'undefined', reason }
  }
  return { improves: ask, notWorse: (metric, margin) => ask(metric, -margin) }
}

function judge(version: string, comparison: MetricComparison, bound: number): ChampionVerdict {
  const { metric, delta, interval, note = 'there is no interval' } = comparison
  const incomparable = `${metric} cannot be compared with ${version}: ${note}`
  if (delta === null) return { outcome: 'undefined', reason: incomparable }
  if (interval === null) return { outcome: 'undecided', reason: incomparable, delta }
  const { low, high } = interval
  const measured = inWords(version, metric, { delta, ...interval })
  if (low > bound) return { outcome: true, reason: `${measured}, all of it above ${shown(bound)}`, delta }
  if (high <= bound) return { outcome: false, reason: `${measured}, none of it above ${shown(bound)}`, delta }
  const reason = `${measured}: too few rows to tell whether it is above ${shown(bound)}`
  return { outcome: 'undecided', reason, delta }
}

interface Difference {
  readonly delta: number
  readonly low: number
  readonly high: number
  readonly confidence: number
}

function inWords(version: string, metric: string, { delta, low, high, confidence }: Difference): string {
  const amount = shown(Math.abs(delta))
  const change =
    delta < 0 ? `worse than that of ${version} by ${amount}` : `better than that of ${version} by ${amount}`
  return `${metric} is ${change} (${shown(confidence * 100)} % interval of the difference ${shown(low)} to ${shown(high)})`
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)) + 0)
}
