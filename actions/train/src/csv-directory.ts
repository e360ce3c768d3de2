import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readTable, type TableFile } from '../../../shared/src/tables/read-table.js'
import { writeTable } from '../../../shared/src/tables/csv/write-table.js'

/** A directory with the files as CSV: their own, when they are CSV already; `target` with the converted ones otherwise. */
export async function toCsvDirectory(
  files: readonly TableFile[],
  own: string,
  target: string
): Promise<string> {
  if (!files.some(file => file.name.endsWith('.parquet'))) return own
  await mkdir(target, { recursive: true })
  for (const file of files) {
    await writeTable(await readTable([file]), join(target, file.name.replace(/\.parquet$/, '.csv')))
  }
  return target
}
