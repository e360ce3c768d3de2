import type { ModelSignature } from '../domain/records/model-signature.js'
import type { RowColumn } from '../domain/expressions/row-columns.js'
import { textsOf } from '../tables/column-values.js'
import type { Table } from '../tables/column.js'
import { readTable, type TableFile } from '../tables/read-table.js'
import type { DeclaredKind } from '../tables/read-options.js'
import { declaredKinds } from '../tables/to-feature-matrix.js'

/** Columns that are read as spelled, whatever they look like. */
export interface TextColumns {
  readonly target: string | undefined
  /** Sample id, group, sliced and sensitive columns. */
  readonly others: readonly string[]
}

/** Reads the test data with the kinds the model expects. */
export async function readTestTable(
  files: readonly TableFile[],
  features: ModelSignature['features'],
  text: TextColumns
): Promise<Table> {
  const kinds = new Map<string, DeclaredKind>(declaredKinds(features))
  const numeric = new Set(features.filter(feature => feature.kind === 'numeric').map(feature => feature.name))
  for (const name of text.others) if (!numeric.has(name)) kinds.set(name, 'text')
  if (text.target !== undefined) kinds.set(text.target, 'text')
  return readTable(files, { kinds })
}

/** A column by name as texts: codes into a dictionary, −1 = missing; undefined when the data lacks it. */
export function textColumn(
  table: Table,
  name: string
): { name: string; codes: Int32Array; dictionary: readonly string[] } | undefined {
  const column = table.columns.find(candidate => candidate.name === name)
  if (column === undefined) return undefined
  const { codes, dictionary } = textsOf(column)
  return { name, codes, dictionary }
}

/** Every column for custom metrics. */
export function rowColumns(table: Table): ReadonlyMap<string, RowColumn> {
  return new Map(
    table.columns.map((column): [string, RowColumn] => [
      column.name,
      column.kind === 'numeric'
        ? { kind: 'numeric', values: column.values }
        : { kind: 'text', codes: column.codes, dictionary: column.dictionary }
    ])
  )
}
