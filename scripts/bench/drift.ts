import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../shared/src/adapters/python/child-environment.js'
import { findInterpreter } from '../../shared/src/adapters/python/find-interpreter.js'
import type { Interpreter } from '../../shared/src/adapters/python/probe.js'
import { numpy } from '../../shared/src/adapters/python/requirements.js'
import { node24Path } from '../node24.js'
import { DRIFT_COLUMNS, DRIFT_ROWS, writeDriftFiles } from './drift-files.js'
import { launch, median, type Launch, type Program } from './launch.js'

const ROUNDS = 5
const TARGET = 2.5
const bundle = fileURLToPath(new URL('../../../dist/drift-check/index.js', import.meta.url))
const pandasProgram = fileURLToPath(new URL('../../../scripts/bench/pandas_drift.py', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

/** What one of the programs found out about a column. */
interface Measured {
  readonly psi: number
  readonly ks: { readonly statistic: number; readonly p_value: number }
}

/** A program that compares the two files. */
interface Contestant {
  readonly interpreter: string
  readonly program: Program
  measurements(last: Launch): ReadonlyMap<string, Measured>
}

/** Median time and peak memory of a contestant, from launch to exit. */
interface Score {
  readonly milliseconds: number
  readonly mebibytes: number
}

/** Compares two CSV files by `drift-check` and by pandas and SciPy, in turn; different results are an error. */
export async function benchDrift(directory: string): Promise<void> {
  const workspace = join(directory, 'drift')
  mkdirSync(workspace)
  await writeDriftFiles(workspace)
  const files = `2 files of ${DRIFT_ROWS.toLocaleString('en')} rows × ${DRIFT_COLUMNS} columns`
  say(`Drift of ${files} (CSV), from launch to exit, median of ${ROUNDS} interleaved runs`)
  const python = await pandas()
  const contestants = [
    driftCheck(workspace),
    ...(python === undefined ? [] : [withPandas(python, workspace)])
  ]
  const [ours, theirs] = compete(contestants)
  if (ours === undefined || theirs === undefined) return
  const faster = (theirs.milliseconds / ours.milliseconds).toFixed(2)
  const memory = (ours.mebibytes / theirs.mebibytes).toFixed(2)
  say(
    `  ${faster} times as fast (target ${TARGET}) with ${memory} of the memory (target below 1); same results`
  )
}

async function pandas(): Promise<Interpreter | undefined> {
  const wish = {
    python: undefined,
    preferred: process.env['MLOPS_PYTHON'],
    requirements: [
      numpy,
      { module: 'scipy', pinned: 'scipy==1.15.3', debian: 'python3-scipy' },
      { module: 'pandas', pinned: 'pandas==2.3.3', debian: 'python3-pandas' }
    ]
  }
  const toolDirectory = process.env['RUNNER_TOOL_CACHE'] ?? join(homedir(), '.cache')
  const log = (line: string) => say(`  ${line}`)
  return findInterpreter(wish, { environment: childEnvironment(process.env), toolDirectory, log }).catch(
    (error: unknown) => {
      log(`pandas did not run: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  )
}

function compete(contestants: readonly Contestant[]): readonly Score[] {
  const launches: Launch[][] = contestants.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { interpreter, program }] of contestants.entries())
      launches[index]?.push(launch(interpreter, program))
    requireSameResults(contestants, launches)
  }
  return contestants.map(({ program }, index) => {
    const runs = launches[index] ?? []
    const milliseconds = median(runs.map(run => run.milliseconds))
    const mebibytes = median(runs.map(run => peakMebibytes(run)))
    say(`  ${program.name.padEnd(40)} ${milliseconds.toFixed(0).padStart(6)} ms ${mebibytes.toFixed(0)} MiB`)
    return { milliseconds, mebibytes }
  })
}

function requireSameResults(contestants: readonly Contestant[], launches: readonly Launch[][]): void {
  const [ours, theirs] = contestants.map((contestant, index) => {
    const last = launches[index]?.at(-1)
    return last === undefined ? undefined : contestant.measurements(last)
  })
  if (ours?.size !== DRIFT_COLUMNS) throw new Error('drift-check did not compare every column')
  for (const [name, expected] of theirs ?? []) {
    const found = ours.get(name)
    const near = (a: number | undefined, b: number, tolerance: number) =>
      Math.abs((a ?? NaN) - b) <= tolerance
    const same =
      near(found?.psi, expected.psi, 1e-9) &&
      near(found?.ks.statistic, expected.ks.statistic, 1e-9) &&
      near(found?.ks.p_value, expected.ks.p_value, 1e-3)
    if (!same) throw new Error(`${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`)
  }
}

function peakMebibytes({ printed }: Launch): number {
  return Number(/"peak_memory_kib": (\d+)/.exec(printed)?.[1]) / 1024
}

function driftCheck(workspace: string): Contestant {
  const hook = join(workspace, 'peak-memory.cjs')
  writeFileSync(hook, PEAK_MEMORY)
  const reports = join(workspace, '.mlops', 'drift', 'unregistered')
  const inputs = { STORE: '.mlops', LANGUAGE: 'en', BASELINE: 'baseline.csv', CURRENT: 'current.csv' }
  const program: Program = {
    name: 'drift-check (CSV files on both sides)',
    args: ['--require', hook, bundle],
    environment: () => {
      rmSync(join(workspace, '.mlops'), { recursive: true, force: true })
      return {
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: join(workspace, 'output'),
        GITHUB_STEP_SUMMARY: join(workspace, 'summary'),
        ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value]))
      }
    },
    complaint: exitComplaint
  }
  const measurements = () => {
    const [id = ''] = readdirSync(reports)
    const text = readFileSync(join(reports, id, 'report.json'), 'utf8')
    const { features } = JSON.parse(text) as { features: readonly (Measured & { readonly name: string })[] }
    return new Map(features.map(feature => [feature.name, feature]))
  }
  return { interpreter: node24Path, program, measurements }
}

function withPandas({ path, modules }: Interpreter, workspace: string): Contestant {
  const program: Program = {
    name: `pandas ${modules['pandas'] ?? ''}, SciPy ${modules['scipy'] ?? ''}`,
    args: [pandasProgram, join(workspace, 'baseline.csv'), join(workspace, 'current.csv')],
    environment: () => childEnvironment(process.env),
    complaint: exitComplaint
  }
  const measurements = ({ printed }: Launch) => {
    const { features } = JSON.parse(printed) as { features: Readonly<Record<string, Measured>> }
    return new Map(Object.entries(features))
  }
  return { interpreter: path, program, measurements }
}

function exitComplaint({ exitCode }: Launch): string | undefined {
  return exitCode === 0 ? undefined : `exit code ${String(exitCode)}`
}

/** VmHWM is the peak of this program alone; getrusage would count what its parent had before it started. */
const PEAK_MEMORY = `
process.on('exit', () => {
  const status = require('node:fs').readFileSync('/proc/self/status', 'latin1')
  console.error('"peak_memory_kib": ' + /VmHWM:\\s*(\\d+)/.exec(status)[1])
})
`
