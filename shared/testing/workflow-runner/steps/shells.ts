import { findProgram } from '../process/find-program.js'

/** A script file's suffix and the command line that runs it. */
export interface Shell {
  readonly suffix: string
  readonly command: string
  readonly args: readonly string[]
}

interface ShellDefinition {
  readonly suffix: string
  readonly programs: readonly string[]
  readonly args: readonly string[]
}

/** GitHub's command lines; the script's path follows. The empty name is the default shell. */
const SHELLS: ReadonlyMap<string, ShellDefinition> = new Map([
  ['', { suffix: '.sh', programs: ['bash', 'sh'], args: ['-e'] }],
  ['bash', { suffix: '.sh', programs: ['bash'], args: ['--noprofile', '--norc', '-e', '-o', 'pipefail'] }],
  ['sh', { suffix: '.sh', programs: ['sh'], args: ['-e'] }],
  // GitHub's images have `python`; many machines have only python3.
  ['python', { suffix: '.py', programs: ['python', 'python3'], args: [] }]
])

/** Why a shell cannot be used here, undefined when it can. */
export function shellProblem(name: string): string | undefined {
  if (SHELLS.has(name)) return undefined
  return `the shell \`${name}\` is not supported; use bash, sh or python`
}

/** The command line for a script; undefined when the shell is unknown or not installed. */
export function findShell(name: string, searchPath: string): Shell | undefined {
  const definition = SHELLS.get(name)
  const command = definition && findProgram(definition.programs, searchPath)
  if (definition === undefined || command === undefined) return undefined
  return { suffix: definition.suffix, command, args: definition.args }
}
