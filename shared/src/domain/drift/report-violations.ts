import type { DriftReport, ReportedFeature } from '../records/drift-report.js'

/** A violation as SageMaker Model Monitor writes it. */
export interface ConstraintViolation {
  readonly feature_name: string
  readonly constraint_check_type:
    | 'data_type_check'
    | 'completeness_check'
    | 'baseline_drift_check'
    | 'missing_column_check'
    | 'extra_column_check'
    | 'categorical_values_check'
  readonly description: string
}

/** `constraint_violations.json`, which tools for Model Monitor read. */
export interface ConstraintViolations {
  readonly violations: readonly ConstraintViolation[]
}

const COLUMN_CHECKS = {
  missing_column: { type: 'missing_column_check', text: 'The column is in the baseline only.' },
  extra_column: { type: 'extra_column_check', text: 'The column is in the current data only.' },
  type_changed: {
    type: 'data_type_check',
    text: 'The baseline holds numbers; the current data hold text as well.'
  }
} as const

/** Missing cells that became so much more frequent are a violation of their own. */
const LARGEST_MISSING_RISE = 0.05

/** The report as constraint violations: columns that are missing, new or of another type, and features at warn or retrain. */
export function constraintViolations(report: DriftReport): ConstraintViolations {
  const columns = report.violations.map(({ feature, check }) => ({
    feature_name: feature,
    constraint_check_type: COLUMN_CHECKS[check].type,
    description: COLUMN_CHECKS[check].text
  }))
  const drifted = report.features.filter(({ severity }) => severity === 'warn' || severity === 'retrain')
  return {
    violations: [...columns, ...drifted.flatMap(feature => featureViolations(feature, report.thresholds))]
  }
}

function featureViolations(
  feature: ReportedFeature,
  { warn }: DriftReport['thresholds']
): ConstraintViolation[] {
  const { missing_rate: missing, psi } = feature
  const violation = (type: ConstraintViolation['constraint_check_type'], description: string) => ({
    feature_name: feature.name,
    constraint_check_type: type,
    description
  })
  const unseen = feature.bins?.find(({ bin }) => bin.kind === 'unseen')?.current ?? 0
  return [
    // A feature whose type changed is at warn even where its distribution stayed.
    ...(psi > warn
      ? [
          violation(
            'baseline_drift_check',
            `The population stability index ${psi.toFixed(4)} is above the threshold ${warn}.`
          )
        ]
      : []),
    ...(missing.current - missing.baseline > LARGEST_MISSING_RISE
      ? [
          violation(
            'completeness_check',
            `Missing: ${percent(missing.current)} of the rows, ${percent(missing.baseline)} in the baseline.`
          )
        ]
      : []),
    ...(unseen > 0
      ? [
          violation(
            'categorical_values_check',
            `${percent(unseen)} of the rows hold values that the baseline does not know.`
          )
        ]
      : [])
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
