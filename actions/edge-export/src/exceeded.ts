import { formatNumber } from '../../../shared/src/action/markdown.js'
import type { Finding } from '../../../shared/src/domain/edge/judge-variant.js'
import type { VariantReport } from './outcome.js'

/** The budgets that stood in the way, variant by variant; what was measured for comparison only does not count. */
export function exceeded(reports: readonly VariantReport[]): readonly { name: string; finding: Finding }[] {
  return reports.flatMap(({ judged, reason }) =>
    reason.code === 'for-comparison'
      ? []
      : judged.findings.filter(({ met }) => met === false).map(finding => ({ name: judged.name, finding }))
  )
}

/** The budgets that `exceeded` names, each once. */
export function exceededBudgets(reports: readonly VariantReport[]): readonly Finding['budget'][] {
  return [...new Set(exceeded(reports).map(({ finding }) => finding.budget))]
}

/** The findings that keep a variant from being exported. */
export const unmet = ({ judged }: VariantReport): readonly Finding[] =>
  judged.findings.filter(({ met }) => met !== true)

/** A difference for people; null is no finite number. */
export const differenceText = (value: number | null): string => (value === null ? '∞' : formatNumber(value))
