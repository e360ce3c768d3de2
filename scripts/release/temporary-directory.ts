import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory that is removed by `remove`, and when the process ends, by a signal too. */
export interface TemporaryDirectory {
  readonly path: string
  remove(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A new, empty directory under the system's temporary one, whose name starts with `prefix`. */
export function temporaryDirectory(prefix: string): TemporaryDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  const removeNow = () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  }
  const endBySignal = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal])
  process.on('exit', removeNow)
  for (const signal of SIGNALS) process.on(signal, endBySignal)
  return {
    path,
    remove: () => {
      removeNow()
      process.off('exit', removeNow)
      for (const signal of SIGNALS) process.off(signal, endBySignal)
    }
  }
}
