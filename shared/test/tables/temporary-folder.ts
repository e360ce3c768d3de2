import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'

/** A fresh folder for every test of the file; the function returns a path inside it. */
export function useTemporaryFolder(): (...names: string[]) => string {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'))
  })
  afterEach(async () => rm(folder, { recursive: true, force: true }))
  return (...names) => join(folder, ...names)
}
