import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const exporter = fileURLToPath(new URL('../../../scripts/demo/export-dataset.py', import.meta.url))

/** The data set as files of the repository: `.mlops/datasets/<id>/{train,test}/cells.csv`. */
export function datasetFiles(python: string, datasetId: string): Record<string, string> {
  const directory = mkdtempSync(join(tmpdir(), 'demo-data-'))
  try {
    execFileSync(python, [exporter, directory], { stdio: 'inherit' })
    return Object.fromEntries(
      ['train', 'test'].flatMap(channel =>
        readdirSync(join(directory, channel)).map(name => [
          `.mlops/datasets/${datasetId}/${channel}/${name}`,
          readFileSync(join(directory, channel, name), 'utf8')
        ])
      )
    )
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
