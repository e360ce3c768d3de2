import { UserError } from '../errors.js'
import { nearestName } from '../domain/text/nearest-name.js'
import type { Column, Table } from './column.js'
import { shorten } from './table-error.js'

/** A feature as the model knows it. */
export interface FeatureSpecification {
  readonly name: string
  readonly kind: 'numeric' | 'categorical'
}

/** The columns of the features in the model's order; absent ones are one `feature-missing` that names them all. */
export function selectFeatures(table: Table, features: readonly FeatureSpecification[]): readonly Column[] {
  const byName = new Map(table.columns.map(column => [column.name, column]))
  const missing = features.filter(feature => !byName.has(feature.name)).map(feature => feature.name)
  if (missing.length > 0) throw missingColumns('feature-missing', missing, table)
  return features.flatMap(feature => byName.get(feature.name) ?? [])
}

/** An error with the given code that names absent columns and the nearest names the data has. */
export function missingColumns(code: string, missing: readonly string[], table: Table): UserError {
  const known = table.header ?? table.columns.map(column => column.name)
  const problems = missing.map(name => {
    const nearest = nearestName(name, known)
    const message = `the data has no column "${shorten(name)}"`
    const hint = nearest === undefined ? undefined : `Did you mean "${shorten(nearest)}"?`
    return { place: shorten(name), message, ...(hint === undefined ? {} : { hint }) }
  })
  const names = missing.slice(0, 10).map(name => `"${shorten(name)}"`)
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : ''
  const nearest = problems.flatMap(problem => problem.hint ?? []).slice(0, 3)
  return new UserError(code, `the data has no column ${names.join(', ')}${more}`, {
    problems,
    hint: nearest.length > 0 ? nearest.join(' ') : `Its columns are ${listed(known)}.`
  })
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(name => `"${shorten(name)}"`)
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ')
}
