import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary directory with executables. */
export class Executables {
  readonly directory = mkdtempSync(join(tmpdir(), 'python-test-'))

  close(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  path(name: string): string {
    return join(this.directory, name)
  }

  /** A shell script under this name; the path of it. */
  write(name: string, script: string): string {
    const path = this.path(name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
    return path
  }

  /** A Python that answers the probe like one with these modules; anything else goes to `otherwise`. */
  python(name: string, modules: readonly string[], otherwise = 'exit 1', version = '3.11.2'): string {
    const found = Object.fromEntries(modules.map(module => [module, '1.0']))
    const answer = JSON.stringify({ version, found })
    return this.write(name, `if [ "$1" = -c ]; then echo '${answer}'; exit 0; fi\n${otherwise}`)
  }
}

/** Whether a process runs; one that is dead and not yet buried does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const state = status.slice(status.lastIndexOf(')') + 2)[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}
