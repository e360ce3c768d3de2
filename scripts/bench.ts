import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchDrift } from './bench/drift.js'
import { s3Table } from './bench/s3-table.js'
import { benchStartUp } from './bench/start-up.js'

// `-- --full` carries the gibibyte of the requirement.
const S3_SIZE = process.argv.includes('--full') ? { sizeMiB: 1024, rounds: 3 } : { sizeMiB: 128, rounds: 3 }

// Reports and does not judge: the machine may be busy, so a missed target is said and fails nothing.
const directory = mkdtempSync(join(tmpdir(), 'bench-'))
try {
  await benchDrift(directory)
  await benchStartUp(directory)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
await s3Table(S3_SIZE, line => process.stdout.write(`${line}\n`))
