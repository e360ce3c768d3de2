import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readTable, type TableFile } from '../../../shared/src/tables/read-table.js'
import { writeTable } from '../../../shared/src/tables/csv/write-table.js'
import { datasetError } from './dataset-error.js'

/** A directory with the files as CSV: their own, when they are CSV already; `target` with Parquet converted otherwise. */
export async function toCsvDirectory(
  files: readonly TableFile[],
  own: string,
  target: string
): Promise<string> {
  if (!files.some(isParquet)) return own
  await mkdir(target, { recursive: true })
  for (const file of files) await addTo(target, file)
  return target
}

async function addTo(directory: string, file: TableFile): Promise<void> {
  if (!isParquet(file)) return copyFile(file.path, join(directory, file.name))
  const table = await readTable([file]).catch((error: unknown) => {
    throw datasetError(error)
  })
  // The whole name stays, so that a.csv beside a.parquet is not overwritten and the order of the files is kept.
  await writeTable(table, join(directory, `${file.name}.csv`))
}

const isParquet = (file: TableFile) => file.name.toLowerCase().endsWith('.parquet')
