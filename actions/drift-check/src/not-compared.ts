import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import type { Baseline } from './baseline.js'
import type { Current } from './read-current.js'

/** The target and the prediction of the baseline where the current data lack them, as data without labels do. */
export function notCompared(
  baseline: Baseline,
  { table }: Current,
  target: string | undefined
): DriftReport['not_compared'] {
  const present = new Set(table.columns.map(({ name }) => name))
  const roles =
    'profile' in baseline
      ? baseline.profile.features.map(({ name, role = 'feature' }) => ({ name, role }))
      : target === undefined
        ? []
        : [{ name: target, role: 'target' as const }]
  return roles.flatMap(({ name, role }) => (role === 'feature' || present.has(name) ? [] : [{ name, role }]))
}
