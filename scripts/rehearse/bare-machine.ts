import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What Node was asked for, by paths. */
export interface Observations {
  /** Files that belong to none of release, jobs and system. */
  readonly strangeReads: readonly string[]
  /** Files outside the jobs' directory. */
  readonly strangeWrites: readonly string[]
  /** Shared libraries in the process. */
  readonly natives: readonly string[]
}

/** A machine with Node 24 for actions, git, Python and nothing else on the search path. */
export interface BareMachine {
  /** Node 24 that notes every file it is asked for beyond release, jobs and system. */
  readonly nodePath: string
  readonly searchPath: string
  /** Makes Node say it is somewhere else: preloaded by `NODE_OPTIONS`, told by `DISGUISE=<platform>/<arch>` or `musl`. */
  readonly disguise: string
  /** What was noted since the last call. */
  observations(): Observations
}

export interface BareMachineOptions {
  /** An empty directory for the machine's own files. */
  readonly directory: string
  readonly node24: string
  readonly python: string
  readonly release: string
  /** Where jobs work. */
  readonly jobs: string
}

const SYSTEM = ['/usr', '/bin', '/lib', '/lib64', '/etc', '/proc', '/sys', '/dev']

// One line for each observation: a letter and a path.
const WITNESS = `'use strict'
const { subscribe } = require('node:diagnostics_channel')
const { appendFileSync, readFileSync } = require('node:fs')
const lines = new Set()
subscribe('node:permission-model:fs', ({ permission, resource }) => {
  lines.add((permission === 'FileSystemRead' ? 'r ' : 'w ') + resource)
})
process.on('exit', () => {
  for (const path of readFileSync('/proc/self/maps', 'utf8').match(/\\/\\S+(?:\\.node|\\.so(?:\\.\\d+)*)$/gm) ?? [])
    lines.add('n ' + path)
  appendFileSync(REPORT, [...lines, ''].join('\\n'))
})
`

const DISGUISE = `'use strict'
const define = (target, name, value) => Object.defineProperty(target, name, { value })
const [platform, arch] = process.env.DISGUISE.split('/')
if (platform === 'musl') {
  process.report.getReport = () => ({ header: {} })
  process.dlopen = () => { throw new Error('Error loading shared library ld-linux-x86-64.so.2') }
} else {
  define(process, 'platform', platform)
  define(process, 'arch', arch)
}
`

/** Sets the machine up. Node's permission model watches and denies nothing: denying, it would refuse fsync as well. */
export function bareMachine(options: BareMachineOptions): BareMachine {
  const { directory, node24, python, release, jobs } = options
  const programs = join(directory, 'bin')
  const [witness, disguise] = [join(directory, 'witness.cjs'), join(directory, 'disguise.cjs')]
  const report = join(directory, 'report')
  for (const path of [programs, jobs]) mkdirSync(path, { recursive: true })
  writeFileSync(witness, WITNESS.replace('REPORT', JSON.stringify(report)))
  writeFileSync(disguise, DISGUISE)
  const flags = [
    ...['--permission-audit', '--allow-addons', '--allow-child-process', '--allow-worker'],
    '--disable-warning=SecurityWarning',
    ...[release, directory, jobs, ...SYSTEM].map(path => `--allow-fs-read=${path}`),
    ...[jobs, report].map(path => `--allow-fs-write=${path}`),
    `--require=${witness}`
  ]
  symlinkSync(execFileSync('which', ['git']).toString().trim(), join(programs, 'git'))
  // Not a link: a virtual environment is found by the path its interpreter is started with.
  program(join(programs, 'python3'), [python], python)
  return {
    nodePath: program(join(directory, 'watched-node'), [node24, ...flags], python),
    disguise,
    searchPath: programs,
    observations: () => takeReport(report)
  }
}

function takeReport(report: string): Observations {
  const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : []
  rmSync(report, { force: true })
  const paths = (letter: string) => [
    ...new Set(lines.filter(line => line.startsWith(`${letter} `)).map(line => line.slice(2)))
  ]
  return { strangeReads: paths('r'), strangeWrites: paths('w'), natives: paths('n') }
}

/** A program that runs a command with further arguments; in Python, because shells drop variables such as INPUT_FAIL-ON. */
function program(path: string, command: readonly string[], python: string): string {
  const start = `command = ${JSON.stringify(command)}\nos.execv(command[0], command + sys.argv[1:])`
  writeFileSync(path, `#!${python} -IS\nimport os, sys\n${start}\n`)
  chmodSync(path, 0o755)
  return path
}
