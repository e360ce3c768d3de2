import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import type { Baseline } from './baseline.js'
import type { Current } from './read-current.js'

/**
 * The target and the prediction of the baseline where the current data lack them, as data without labels do; those that
 * were named as critical are violations instead.
 */
export function notCompared(
  baseline: Baseline,
  { table }: Current,
  { target, critical }: { readonly target: string | undefined; readonly critical: readonly string[] }
): DriftReport['not_compared'] {
  const present = new Set(table.columns.map(({ name }) => name))
  const roles =
    'profile' in baseline
      ? baseline.profile.features.map(({ name, role = 'feature' }) => ({ name, role }))
      : target === undefined
        ? []
        : [{ name: target, role: 'target' as const }]
  const isExpected = (name: string) => present.has(name) || critical.includes(name)
  return roles.flatMap(({ name, role }) => (role === 'feature' || isExpected(name) ? [] : [{ name, role }]))
}
