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

interface FairnessLimit {
  readonly column: string
  readonly metric: string
  readonly kind: 'most' | 'least'
  readonly limit: number
}

function fairnessRule(rule: FairnessLimit, report: FairnessReport | undefined): GateRule {
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
  return {
    source: 'fairness',
    expression,
    value,
    passed,
    reason: measuredReason(rule, value, passed)
  }
}

function measuredReason(
  { column, metric, kind, limit }: FairnessLimit,
  value: number,
  passed: boolean
): string {
  const [shown, bound] = [formatNumber(value), formatNumber(limit)]
  if (kind === 'most')
    return passed
      ? `${metric} of ${column}, ${shown}, is at most ${bound}`
      : `${metric} of ${column}, ${shown}, is above ${bound}`
  return passed
    ? `${metric} of ${column}, ${shown}, is at least ${bound}`
    : `${metric} of ${column}, ${shown}, is below ${bound}`
}
