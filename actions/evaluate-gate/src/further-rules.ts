import type { FairnessReport } from '../../../shared/src/domain/fairness/evaluate-fairness.js'
import type { GateRule } from '../../../shared/src/domain/records/decision.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { ParityReport } from '../../../shared/src/onnx/parity.js'
import { formatNumber } from '../../../shared/src/action/markdown.js'

/** The measured ONNX model must predict what the training library predicted. */
export function parityRule(parity: ParityReport): GateRule {
  const distance = parity.maxRelativeDifference.toExponential(1)
  const measured = `the ONNX model differs from the library by at most ${distance} on ${parity.rows} rows`
  return {
    source: 'parity',
    expression: 'onnx_parity',
    value: parity.maxRelativeDifference,
    passed: parity.passed,
    reason: parity.passed
      ? measured
      : `${measured}, with ${parity.labelFlips} other labels; ${parity.tolerance} is allowed`
  }
}

const LIMITS = [
  ['max_demographic_parity_difference', 'demographic_parity_difference', 'most'],
  ['min_demographic_parity_ratio', 'demographic_parity_ratio', 'least'],
  ['max_equal_opportunity_difference', 'equal_opportunity_difference', 'most'],
  ['max_equalized_odds_difference', 'equalized_odds_difference', 'most']
] as const

/** The limits of the request's `fairness`, one rule per sensitive column and limit. */
export function fairnessRules(
  asked: TrainingRequest['fairness'],
  reports: Readonly<Record<string, FairnessReport>>
): GateRule[] {
  if (asked === undefined) return []
  return asked.sensitive.flatMap(column =>
    LIMITS.flatMap(([field, metric, kind]) => {
      const limit = asked[field]
      return limit === undefined ? [] : [fairnessRule({ column, metric, kind, limit }, reports[column])]
    })
  )
}

function fairnessRule(
  rule: { column: string; metric: string; kind: 'most' | 'least'; limit: number },
  report: FairnessReport | undefined
): GateRule {
  const { column, metric, kind, limit } = rule
  const expression = `fairness[${JSON.stringify(column)}].${metric} ${kind === 'most' ? '<=' : '>='} ${limit}`
  const value = report?.metrics[metric] ?? null
  if (value === null) {
    const reason =
      report === undefined
        ? `the test data has no column "${column}"`
        : `${metric} of ${column} is undefined: ${report.undefined[metric] ?? 'too few rows'}`
    return { source: 'fairness', expression, value: null, passed: false, reason }
  }
  const passed = kind === 'most' ? value <= limit : value >= limit
  const words = kind === 'most' ? (passed ? 'is at most' : 'is above') : passed ? 'is at least' : 'is below'
  return {
    source: 'fairness',
    expression,
    value,
    passed,
    reason: `${metric} of ${column}, ${formatNumber(value)}, ${words} ${formatNumber(limit)}`
  }
}
