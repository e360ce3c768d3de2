import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { python } from './release.js'

/** Runs `python/<program>.py` and returns what it prints. */
export function runPython(program: string, ...args: readonly string[]): string {
  const path = fileURLToPath(new URL(`./python/${program}.py`, import.meta.url))
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONNOUSERSITE: '1' }
  return execFileSync(python, [path, ...args], { env: environment, encoding: 'utf8' })
}

/** Files of one of scikit-learn's data sets by their place in the store: a third of the rows to test, the last column `target`. */
export function realDataset(name: 'breast_cancer' | 'iris' | 'diabetes'): Readonly<Record<string, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-datasets-'))
  try {
    runPython('datasets', directory, name)
    return Object.fromEntries(
      ['train', 'test'].map(channel => [
        `datasets/${name}/${channel}/rows.csv`,
        readFileSync(join(directory, name, channel, 'rows.csv'), 'utf8')
      ])
    )
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
