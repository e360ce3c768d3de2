import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchDrift } from './bench/drift.js'
import { benchStartUp } from './bench/start-up.js'

// Reports and does not judge: the machine may be busy, so a missed target is said and fails nothing.
const directory = mkdtempSync(join(tmpdir(), 'bench-'))
try {
  await benchDrift(directory)
  await benchStartUp(directory)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
