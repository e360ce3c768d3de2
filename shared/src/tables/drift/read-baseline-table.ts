import type { DeclaredKinds } from '../../domain/drift/build-profile.js'
import { MOST_CATEGORIES } from '../../domain/drift/build-profile.js'
import type { Table } from '../column.js'
import type { DeclaredKind } from '../read-options.js'
import { readTable } from '../read-table.js'
import type { TableFile } from '../read-table.js'
import type { TableLimits } from '../table-limits.js'

/** Which columns of baseline data to read, by default all, and the kinds that were declared. */
export interface BaselineReading {
  readonly columns?: readonly string[]
  readonly declared?: DeclaredKinds
  readonly limits?: Partial<TableLimits>
}

/**
 * Reads data that others are compared with. Columns with at most 20 distinct numbers are kept as text, as spelled, unless
 * they are declared numeric; a text in a column declared numeric is a `table-not-a-number`.
 */
export async function readBaselineTable(
  files: readonly TableFile[],
  { declared = new Map(), ...reading }: BaselineReading = {}
): Promise<Table> {
  const kinds = new Map(
    [...declared].map(([name, kind]): [string, DeclaredKind] => [
      name,
      kind === 'categorical' ? 'text' : 'numeric'
    ])
  )
  return readTable(files, { ...reading, kinds, fewDistinctAsText: MOST_CATEGORIES })
}

/**
 * Reads data that are compared with a baseline whose columns have these kinds: categories as text, as spelled, and
 * everything else as numbers where all values are. Texts among numbers are no error but a change to report.
 */
export async function readCurrentTable(
  files: readonly TableFile[],
  kinds: ReadonlyMap<string, 'numeric' | 'categorical'>,
  options: Pick<BaselineReading, 'columns' | 'limits'> = {}
): Promise<Table> {
  const texts = [...kinds].filter(([, kind]) => kind === 'categorical')
  return readTable(files, { ...options, kinds: new Map(texts.map(([name]) => [name, 'text'])) })
}
