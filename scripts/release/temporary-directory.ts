import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory that is removed by `remove`, and when the process ends; `runScript` ends it so on a signal too. */
export interface TemporaryDirectory {
  readonly path: string
  remove(): void
}

/** A new, empty directory under the system's temporary one, whose name starts with `prefix`. */
export function temporaryDirectory(prefix: string): TemporaryDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  const removeNow = () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  }
  process.on('exit', removeNow)
  return {
    path,
    remove: () => {
      removeNow()
      process.off('exit', removeNow)
    }
  }
}
