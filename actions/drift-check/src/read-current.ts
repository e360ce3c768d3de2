import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { UserError } from '../../../shared/src/errors.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { readCurrentTable } from '../../../shared/src/tables/drift/read-baseline-table.js'
import type { Baseline } from './baseline.js'
import { dataFiles, type DataPlaces } from './data-files.js'

/** Current data: the columns that the baseline has, and where they came from. */
export interface Current {
  readonly origin: DriftReport['current']
  readonly table: Table
}

type Kinds = ReadonlyMap<string, 'numeric' | 'categorical'>

/** Reads the columns of the current data that the baseline knows; none at all is a `nothing-to-compare`. */
export async function readCurrent(path: string, places: DataPlaces, baseline: Baseline): Promise<Current> {
  const files = await dataFiles(path, places)
  const kinds = kindsOf(baseline)
  const table = await readCurrentTable(files, kinds, { columns: [...kinds.keys()] })
  if (table.columns.length === 0) throw nothingInCommon(path, baseline)
  return { origin: { source: path, sha256: await datasetDigest(files) }, table }
}

/** The columns of a baseline, and whether they are numbers or categories. */
export function kindsOf(baseline: Baseline): Kinds {
  if ('profile' in baseline) return new Map(baseline.profile.features.map(({ name, kind }) => [name, kind]))
  return new Map(
    baseline.table.columns.map(({ name, kind }) => [name, kind === 'numeric' ? kind : 'categorical'])
  )
}

function nothingInCommon(path: string, { origin }: Baseline): UserError {
  return new UserError('nothing-to-compare', `${path} has no column of ${origin.source}`, {
    hint: 'Check that both have a header with the same names.'
  })
}
