// All tests: builds what is stale, installs the Python packages when they are missing, runs Jest and the training kit's
// own tests, and closes with one line that counts them all. Arguments go to Jest.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from './node24.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'mlops-test-'))
const jestArguments = process.argv.slice(2)

function build() {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the build failed')
}

function findPython() {
  const found = spawnSync(process.execPath, ['lib/scripts/ensure-python.js'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  if (found.status !== 0) throw new Error('no Python for the training kit')
  return found.stdout.toString().trim()
}

function jest(python) {
  const report = join(scratch, 'jest.json')
  const program = [
    '--disable-warning=ExperimentalWarning',
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js'
  ]
  const run = spawnSync(process.execPath, [...program, '--json', '--outputFile', report, ...jestArguments], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, MLOPS_PYTHON: python, MLOPS_NODE24: node24, FORCE_COLOR: '0' }
  })
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8')
  )
  const broken = run.status !== 0 && numFailedTests === 0 ? Math.max(1, numFailedTestSuites) : 0
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests }
}

function kit(python) {
  const kitDirectory = join('shared', 'training-kit')
  const run = spawnSync(
    python,
    ['-m', 'unittest', 'discover', '-s', join(kitDirectory, 'tests'), '-t', kitDirectory],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, PYTHONNOUSERSITE: '1', PYTHONDONTWRITEBYTECODE: '1', OMP_WAIT_POLICY: 'PASSIVE' }
    }
  )
  const text = run.stderr.toString()
  process.stderr.write(text)
  const count = pattern => Number(pattern.exec(text)?.[1] ?? 0)
  const total = count(/^Ran (\d+) tests?/m)
  const failed = count(/failures=(\d+)/) + count(/errors=(\d+)/)
  const skipped = count(/skipped=(\d+)/)
  return { passed: total - failed - skipped, failed: run.status !== 0 && failed === 0 ? 1 : failed, skipped }
}

let failed = 1
try {
  build()
  const python = findPython()
  const results = [jest(python), ...(jestArguments.length === 0 ? [kit(python)] : [])]
  const sum = field => results.reduce((total, result) => total + result[field], 0)
  failed = sum('failed')
  const skipped = sum('skipped')
  console.log(`${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
