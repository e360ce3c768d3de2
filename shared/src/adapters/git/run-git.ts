import { spawn } from 'node:child_process'
import { ServiceError, UserError } from '../../errors.js'

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024
const MAX_ERROR_BYTES = 64 * 1024
const TIMEOUT_MS = 120_000

// No hook, pager, prompt or foreign transport of the repository's configuration may run.
const SAFE_CONFIGURATION = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.ext.allow=never',
  'i18n.commitEncoding=UTF-8'
].flatMap(setting => ['-c', setting])

// Set by hooks and wrappers, they would send us into another repository.
const REPOSITORY_VARIABLES = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_TRACE'
])

export interface GitCall {
  readonly directory: string
  readonly input?: string | Uint8Array
  /** Variables on top of the process's own. */
  readonly variables?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export interface GitResult {
  readonly exitCode: number
  readonly output: Buffer
  /** What git said on standard error, bounded and without credentials. */
  readonly complaint: string
}

/** Runs git without a shell and returns how it ended; git missing, too slow or too talkative is an error. */
export async function tryGit(args: readonly string[], call: GitCall): Promise<GitResult> {
  const child = spawn('git', [...SAFE_CONFIGURATION, '--literal-pathspecs', ...args], {
    cwd: call.directory,
    env: environment(call.variables),
    stdio: ['pipe', 'pipe', 'pipe']
  })
  const output = new BoundedBuffer(MAX_OUTPUT_BYTES)
  const complaint = new BoundedBuffer(MAX_ERROR_BYTES)
  let stopped: 'timeout' | 'output' | undefined
  const stop = (reason: 'timeout' | 'output') => {
    stopped ??= reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => stop('timeout'), call.timeoutMs ?? TIMEOUT_MS)
  child.stdout.on('data', (chunk: Buffer) => {
    if (!output.add(chunk)) stop('output')
  })
  child.stderr.on('data', (chunk: Buffer) => void complaint.add(chunk))
  // git may end without reading its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(call.input ?? '')
  try {
    const exitCode = await ending(child, call.directory)
    if (stopped !== undefined) throw stoppedError(args, stopped)
    return {
      exitCode,
      output: output.bytes(),
      complaint: withoutCredentials(complaint.bytes().toString('utf8'))
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The output of git; an exit code other than 0 is a `ServiceError` `git-failed`. */
export async function git(args: readonly string[], call: GitCall): Promise<Buffer> {
  const result = await tryGit(args, call)
  if (result.exitCode !== 0) throw gitFailed(args, result)
  return result.output
}

/** The output of git as one trimmed line. */
export async function gitLine(args: readonly string[], call: GitCall): Promise<string> {
  return (await git(args, call)).toString('utf8').trim()
}

/** The error for a git command that ended badly. */
export function gitFailed(args: readonly string[], result: GitResult): ServiceError {
  const said = result.complaint.trim().slice(0, 2000)
  return new ServiceError('git-failed', `git ${args[0] ?? ''} ended with code ${result.exitCode}: ${said}`)
}

function ending(child: ReturnType<typeof spawn>, directory: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', cause => reject(cannotStart(cause, directory)))
    child.on('close', code => resolve(code ?? -1))
  })
}

function cannotStart(cause: unknown, directory: string): UserError {
  return new UserError('git-not-usable', `git could not be started in ${directory}`, {
    hint: 'install git and check that the directory exists',
    cause
  })
}

function stoppedError(args: readonly string[], reason: 'timeout' | 'output'): ServiceError {
  const command = `git ${args[0] ?? ''}`
  if (reason === 'output') return new ServiceError('git-output-too-large', `${command} printed too much`)
  return new ServiceError('git-timeout', `${command} did not end in time`, { retryable: true })
}

function environment(variables: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !REPOSITORY_VARIABLES.has(name))
  const fixed = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', GIT_OPTIONAL_LOCKS: '0' }
  return { ...Object.fromEntries(own), ...fixed, ...variables }
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]{1,500}@/g, '//***@')
}

class BoundedBuffer {
  readonly #chunks: Buffer[] = []
  #room: number

  constructor(room: number) {
    this.#room = room
  }

  /** False when the chunk no longer fits; what fits is kept. */
  add(chunk: Buffer): boolean {
    const fits = chunk.length <= this.#room
    if (this.#room > 0) this.#chunks.push(chunk.subarray(0, this.#room))
    this.#room -= Math.min(chunk.length, this.#room)
    return fits
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
