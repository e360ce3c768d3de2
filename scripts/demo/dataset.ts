import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RepositoryFiles } from '../../shared/testing/github-server/github-server.js'

const exporter = fileURLToPath(new URL('../../../scripts/demo/export-dataset.py', import.meta.url))

/** The data set as files of the repository, in two deliveries. */
export interface Deliveries {
  /** `.mlops/datasets/<id>/{train,test}/…` of the first model. */
  readonly first: RepositoryFiles
  /** What comes later, measured otherwise: more files of the data set, and the same rows as `data/current/…`. */
  readonly next: RepositoryFiles
}

/** Exports both deliveries of the data. */
export function readDeliveries(python: string, datasetId: string): Deliveries {
  const directory = mkdtempSync(join(tmpdir(), 'demo-data-'))
  const dataset = (delivery: string): RepositoryFiles => ({
    ...filesOf(join(directory, delivery, 'train'), `.mlops/datasets/${datasetId}/train`),
    ...filesOf(join(directory, delivery, 'test'), `.mlops/datasets/${datasetId}/test`)
  })
  try {
    execFileSync(python, [exporter, directory], { stdio: 'inherit' })
    return {
      first: dataset('first'),
      next: { ...dataset('next'), ...filesOf(join(directory, 'next/current'), 'data/current') }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function filesOf(directory: string, place: string): RepositoryFiles {
  return Object.fromEntries(
    readdirSync(directory).map(name => [`${place}/${name}`, readFileSync(join(directory, name), 'utf8')])
  )
}
