import type { ColumnRoles } from '../../../shared/src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../shared/src/domain/drift/compare.js'
import type { DriftComparison, DriftOptions } from '../../../shared/src/domain/drift/compare.js'
import type { DriftColumn } from '../../../shared/src/domain/drift/drift-column.js'
import { knownColumns, type Baseline } from './baseline.js'
import type { DriftInputs } from './inputs.js'
import type { Current } from './read-current.js'

/** Both sides. */
export interface Sides {
  readonly baseline: Baseline
  readonly current: Current
  /** The model's target, which a profile knows by itself. */
  readonly target: string | undefined
}

/** Compares the current data with a profile or with data. */
export function compareSides({ baseline, current, target }: Sides, inputs: DriftInputs): DriftComparison {
  const { features, criticalFeatures: critical, thresholds, minRows, alpha } = inputs
  const options: DriftOptions = {
    ...(features !== undefined && { features: [...features, ...critical] }),
    critical,
    thresholds,
    minRows,
    alpha
  }
  const columns = [...current.table.columns, ...unknownColumns(baseline, current)]
  if ('profile' in baseline) return compareProfile(baseline.profile, columns, options)
  const roles: ColumnRoles = new Map(target === undefined ? [] : [[target, 'target']])
  return compareColumns(baseline.table.columns, columns, { ...options, roles })
}

/** Columns that the baseline does not know are reported by their names; their cells are not read for it. */
function unknownColumns(baseline: Baseline, { table }: Current): DriftColumn[] {
  const known = new Set(knownColumns(baseline))
  return (table.header ?? [])
    .filter(name => !known.has(name))
    .map(name => ({ kind: 'text', name, codes: new Int32Array(0), dictionary: [] }))
}
