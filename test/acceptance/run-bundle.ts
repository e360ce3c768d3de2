import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseKeyValueFile } from '../../shared/testing/workflow-runner/commands/key-value-file.js'
import {
  parseCommand,
  type WorkflowCommand
} from '../../shared/testing/workflow-runner/commands/parse-command.js'
import { readActionMetadata } from './action-metadata.js'
import { node24, python } from './release.js'
import { tracked } from './tracked-processes.js'
import type { Workspace } from './workspace.js'

/** How a step uses an action. */
export interface BundleCall {
  readonly inputs?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  /** `github.token` of the job; default: none. */
  readonly token?: string
  /**
   * Sends `signal` (SIGKILL) so many milliseconds after the start, when the output matches, or when the promise is kept. As
   * the runner does, an action that does not end within 7.5 s of a SIGINT is killed: its exit code is then null.
   */
  readonly interrupt?: { readonly at: number | RegExp | Promise<unknown>; readonly signal?: NodeJS.Signals }
  /** Runs the action's post step, with the states that its main step saved. */
  readonly postOf?: BundleRun
}

/** What a step left behind. */
export interface BundleRun {
  /** Null when a signal ended the action. */
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** What the action saved for its post step. */
  readonly states: Readonly<Record<string, string>>
  readonly stdout: string
  readonly stderr: string
  /** The workflow commands in what was printed, as the runner reads them. */
  readonly commands: readonly WorkflowCommand[]
  /** Messages of `::error::` commands. */
  readonly errors: readonly string[]
  readonly milliseconds: number
  /** Names in RUNNER_TEMP after the run. */
  readonly temporary: readonly string[]
  /** Processes that the action started and that still run. */
  survivors(): readonly number[]
}

const CANCELLATION_GRACE_MS = 7500

/** Runs an action's bundle as the runner does: inputs with their defaults, command files, default variables. */
export async function runBundle(
  action: string,
  workspace: Workspace,
  call: BundleCall = {}
): Promise<BundleRun> {
  const metadata = readActionMetadata(action, call.token ?? '')
  for (const name of Object.keys(call.inputs ?? {}))
    if (!metadata.inputs.has(name)) throw new Error(`${action} has no input ${name}`)
  const trackingId = `github_${randomUUID()}`
  const files = commandFiles(workspace)
  const temp = mkdtempSync(join(workspace.root, 'temp-'))
  const program = call.postOf === undefined ? metadata.program : metadata.postProgram
  if (program === undefined) throw new Error(`${action} has no post step`)
  const child = spawn(node24, [program], {
    cwd: workspace.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...machine(),
      ...job(workspace),
      ...files.variables,
      ...inputVariables([...metadata.inputs, ...Object.entries(call.inputs ?? {})]),
      ...stateVariables(call.postOf?.states ?? {}),
      RUNNER_TEMP: temp,
      RUNNER_TRACKING_ID: trackingId,
      ...call.environment
    }
  })
  const started = performance.now()
  let escalation: NodeJS.Timeout | undefined
  let [stdout, stderr] = ['', '']
  const interrupt = () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(call.interrupt?.signal ?? 'SIGKILL')
    escalation = setTimeout(() => child.kill('SIGKILL'), CANCELLATION_GRACE_MS)
  }
  const at = call.interrupt?.at
  const timer = typeof at === 'number' ? setTimeout(interrupt, at) : undefined
  let missed: { readonly why: unknown } | undefined
  const miss = (why: unknown) => {
    missed = { why }
    child.kill('SIGKILL')
  }
  if (at instanceof Promise) void at.then(interrupt, miss)
  let seen = !(at instanceof RegExp)
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    if (!seen && at instanceof RegExp && at.test(stdout)) {
      seen = true
      interrupt()
    }
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  clearTimeout(escalation)
  if (missed !== undefined) throw missed.why
  const commands = stdout.split('\n').flatMap(line => parseCommand(line) ?? [])
  return {
    exitCode,
    outputs: Object.fromEntries(parseKeyValueFile(exitCode === null ? '' : files.read('output'))),
    summary: files.read('step_summary'),
    states: Object.fromEntries(parseKeyValueFile(files.read('state'))),
    stdout,
    stderr,
    commands,
    errors: commands.filter(command => command.name === 'error').map(command => command.data),
    milliseconds: performance.now() - started,
    temporary: readdirSync(temp),
    survivors: () => tracked(trackingId)
  }
}

function commandFiles(workspace: Workspace) {
  const directory = join(workspace.root, 'file-commands', randomUUID())
  mkdirSync(directory, { recursive: true })
  const kinds = ['output', 'state', 'env', 'path', 'step_summary']
  for (const kind of kinds) writeFileSync(join(directory, kind), '')
  return {
    variables: Object.fromEntries(kinds.map(kind => [`GITHUB_${kind.toUpperCase()}`, join(directory, kind)])),
    read: (kind: string) => readFileSync(join(directory, kind), 'utf8')
  }
}

function machine(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    LANG: 'C.UTF-8',
    MLOPS_PYTHON: python,
    OMP_NUM_THREADS: '1'
  }
}

function job(workspace: Workspace): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace.directory,
    GITHUB_REPOSITORY: 'acme/models',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_RUN_ID: '1001',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    RUNNER_OS: 'Linux',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TOOL_CACHE: join(workspace.root, 'tools')
  }
}

function stateVariables(states: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(states).map(([name, value]) => [`STATE_${name}`, value]))
}

function inputVariables(inputs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(
    inputs.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
  )
}
