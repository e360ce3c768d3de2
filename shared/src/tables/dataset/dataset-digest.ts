import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { TableFile } from '../read-table.js'

/**
 * Lower-case hexadecimal SHA-256 over name, NUL, size, NUL, bytes of every file, in name order: the same digest the
 * training kit writes into `manifest.json` (docs/model-format.md).
 */
export async function datasetDigest(files: readonly TableFile[]): Promise<string> {
  const digest = createHash('sha256')
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const file of sorted) {
    const { size } = await stat(file.path)
    digest.update(`${file.name}\0${size}\0`)
    for await (const bytes of createReadStream(file.path, { highWaterMark: 2 ** 20 }))
      digest.update(bytes as Buffer)
  }
  return digest.digest('hex')
}
