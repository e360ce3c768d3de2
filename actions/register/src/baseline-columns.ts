import type { KnownOfColumn } from '../../../shared/src/domain/drift/build-profile.js'
import type { FeatureSpecification } from '../../../shared/src/tables/select-columns.js'
import type { BaselineSubject } from './baseline.js'

/** A column of the baseline: how the model sees it, and the kind that somebody declared. */
export interface BaselineColumn extends FeatureSpecification, KnownOfColumn {}

/** The column of predictions that drift is also looked for in. */
export const PREDICTION = 'prediction'

type Types = ReadonlyMap<string, 'numeric' | 'categorical'>

/** The model's features in its order, then the target; `types` are those of `dataset.json`. */
export function baselineColumns(
  { records, manifest }: Pick<BaselineSubject, 'records' | 'manifest'>,
  types: Types
): readonly BaselineColumn[] {
  const { features, target } = records.training.dataset
  const specified: readonly FeatureSpecification[] =
    manifest?.features ?? features.map(name => ({ name, kind: 'numeric' }))
  const columns = specified.map(({ name, kind }): BaselineColumn => {
    // What the model takes as a number may still have few values, and then is compared as categories.
    const declared = types.get(name) ?? (kind === 'categorical' ? kind : undefined)
    return { name, kind, role: 'feature', declared }
  })
  const targetName = manifest?.target ?? target
  return targetName === null || columns.some(({ name }) => name === targetName)
    ? columns
    : [...columns, targetColumn(targetName, manifest?.task ?? records.evaluation?.task)]
}

/** The task says what the target is: classes or numbers. */
function targetColumn(name: string, task: string | undefined): BaselineColumn {
  const declared = task === 'regression' ? 'numeric' : 'categorical'
  return { name, kind: declared, role: 'target', declared }
}
