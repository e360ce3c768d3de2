import { spawn } from 'node:child_process'
import { lineSplitter } from './line-splitter.js'

export type Ending =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'killed'; readonly signal: string }
  | { readonly how: 'stopped' }
  | { readonly how: 'timed-out' }
  | { readonly how: 'not-started'; readonly message: string }

interface Supervision {
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly signal: AbortSignal
  readonly maxRuntimeSeconds: number | undefined
  readonly onLine: (line: string) => void
}

const GRACE_MS = 4000
/** Node's timers fire at once beyond this, 24.8 days. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1

/**
 * Runs a program in a process group of its own and streams its output. The group is terminated (SIGTERM, after four
 * seconds SIGKILL) when `signal` aborts or the time is up; the program gets an open standard input that closes when this
 * process dies, so that it can end itself even if this process is killed outright.
 */
export async function superviseProcess(
  program: string,
  args: readonly string[],
  how: Supervision
): Promise<Ending> {
  if (how.signal.aborted) return { how: 'stopped' }
  return new Promise(done => {
    const child = spawn(program, args, {
      env: how.environment,
      cwd: how.directory,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe']
    })
    let cause: 'stopped' | 'timed-out' | undefined
    let grace: NodeJS.Timeout | undefined
    const kill = (signal: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal)
      } catch {
        // the group is already gone
      }
    }
    const end = (why: 'stopped' | 'timed-out') => {
      cause ??= why
      kill('SIGTERM')
      grace ??= setTimeout(() => kill('SIGKILL'), GRACE_MS).unref()
    }
    const onAbort = () => end('stopped')
    how.signal.addEventListener('abort', onAbort)
    const timer =
      how.maxRuntimeSeconds === undefined
        ? undefined
        : setTimeout(
            () => end('timed-out'),
            Math.min(how.maxRuntimeSeconds * 1000, LONGEST_TIMER_MILLISECONDS)
          )
    const splitters = [lineSplitter(how.onLine), lineSplitter(how.onLine)] as const
    child.stdin.on('error', () => undefined)
    child.stdout.setEncoding('utf8').on('data', (text: string) => splitters[0].push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => splitters[1].push(text))
    const finish = (ending: Ending) => {
      how.signal.removeEventListener('abort', onAbort)
      clearTimeout(timer)
      // The number of a group that is gone may be given to another.
      clearTimeout(grace)
      kill('SIGKILL')
      done(cause === undefined ? ending : { how: cause })
    }
    child.on('error', error => finish({ how: 'not-started', message: error.message }))
    child.on('exit', () =>
      setTimeout(() => [child.stdout, child.stderr].forEach(stream => stream.destroy()), 2000).unref()
    )
    child.on('close', (code, signal) => {
      splitters.forEach(splitter => splitter.end())
      finish(code === null ? { how: 'killed', signal: signal ?? 'unknown' } : { how: 'exited', code })
    })
  })
}
