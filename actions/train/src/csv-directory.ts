import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { formatOf, readTable, type TableFile } from '../../../shared/src/tables/read-table.js'
import { writeTable } from '../../../shared/src/tables/csv/write-table.js'
import { datasetError } from './dataset-error.js'

/**
 * A directory with the files as CSV: their own, when they are CSV already; `target` with Parquet converted otherwise.
 * CSV and Parquet side by side are refused, as every reader of the channel refuses them.
 */
export async function toCsvDirectory(
  files: readonly TableFile[],
  own: string,
  target: string
): Promise<string> {
  try {
    if (formatOf(files) === 'csv') return own
    await mkdir(target, { recursive: true })
    // The whole name stays, so that the order of the files is kept.
    for (const file of files) await writeTable(await readTable([file]), join(target, `${file.name}.csv`))
    return target
  } catch (error) {
    throw datasetError(error)
  }
}
