import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runCommand } from '../../../src/adapters/python/run-command.js'
import { superviseProcess, type Ending } from '../../../src/adapters/python/supervised-process.js'
import { until } from '../../../testing/until.js'
import { Executables, isAlive } from './fake-python.js'

let executables: Executables
beforeEach(() => {
  executables = new Executables()
})
afterEach(() => executables.close())

interface Options {
  readonly signal?: AbortSignal
  readonly maxRuntimeSeconds?: number
  readonly onLine?: (line: string) => void
}

async function supervise(
  script: string,
  options: Options = {}
): Promise<{ ending: Ending; lines: string[] }> {
  const lines: string[] = []
  const ending = await superviseProcess('/bin/sh', ['-c', script], {
    environment: { PATH: '/usr/bin:/bin', ONLY: 'this' },
    directory: executables.directory,
    signal: options.signal ?? new AbortController().signal,
    maxRuntimeSeconds: options.maxRuntimeSeconds,
    onLine: line => {
      lines.push(line)
      options.onLine?.(line)
    }
  })
  return { ending, lines }
}

describe('a program', () => {
  test.each([
    ['that succeeds', 'exit 0', { how: 'exited', code: 0 }],
    ['that fails', 'exit 3', { how: 'exited', code: 3 }],
    ['that is killed', 'kill -KILL $$', { how: 'killed', signal: 'SIGKILL' }],
    ['that crashes', 'kill -SEGV $$', { how: 'killed', signal: 'SIGSEGV' }]
  ])('%s', async (_name, script, ending) => {
    expect((await supervise(script)).ending).toEqual(ending)
  })

  test('that cannot be started says so', async () => {
    const ending = await superviseProcess(executables.path('nothing'), [], {
      environment: {},
      directory: executables.directory,
      signal: new AbortController().signal,
      maxRuntimeSeconds: undefined,
      onLine: () => undefined
    })
    expect(ending).toMatchObject({ how: 'not-started', message: expect.stringContaining('ENOENT') })
  })

  test('has its lines passed on, of both streams', async () => {
    const { lines } = await supervise('printf "one\\r\\ntwo\\rthree"; printf "error\\n" >&2')
    expect(lines.toSorted()).toEqual(['error', 'one', 'three', 'two'])
  })

  test('may print without an end', async () => {
    const { lines } = await supervise('head -c 300000 /dev/zero | tr "\\0" x; echo; echo end')
    expect(lines).toEqual(['x'.repeat(10_000), 'end'])
  })

  test('runs in its directory with its environment', async () => {
    const { lines } = await supervise('pwd; echo "$ONLY"; echo "${HOME-none}"')
    expect(lines).toEqual([executables.directory, 'this', 'none'])
  })

  test('has a standard input that stays open', async () => {
    // timeout(1) answers 124 for a cat that still waits; at the end of the input it would be 0.
    const { lines } = await supervise('timeout 0.2 cat; echo $?')
    expect(lines).toEqual(['124'])
  })
})

describe('stopping', () => {
  test('ends the program and everything it started', async () => {
    const stop = new AbortController()
    const { ending, lines } = await supervise('sleep 60 & echo $!; sleep 60 & echo $!; echo both; wait', {
      signal: stop.signal,
      onLine: line => {
        if (line === 'both') stop.abort()
      }
    })
    expect(ending).toEqual({ how: 'stopped' })
    expect(lines).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/), 'both'])
    for (const pid of lines.slice(0, 2)) await settled(Number(pid))
  })

  test('does not wait for a grandchild that ignores it', async () => {
    const stop = new AbortController()
    const deaf = `/bin/sh -c "trap '' TERM; echo \\$\\$; exec sleep 60"`
    const { ending, lines } = await supervise(`${deaf} & wait`, {
      signal: stop.signal,
      onLine: () => stop.abort()
    })
    expect(ending).toEqual({ how: 'stopped' })
    await settled(Number(lines[0]))
  })

  test('kills a program that ignores it', async () => {
    const stop = new AbortController()
    const { ending, lines } = await supervise("trap '' TERM; echo $$; while :; do sleep 0.1; done", {
      signal: stop.signal,
      onLine: () => stop.abort()
    })
    expect(ending).toEqual({ how: 'stopped' })
    await settled(Number(lines[0]))
  })

  test('before it began starts nothing', async () => {
    const { ending } = await supervise('touch started', { signal: AbortSignal.abort() })
    expect(ending).toEqual({ how: 'stopped' })
    expect(existsSync(executables.path('started'))).toBe(false)
  })
})

/** Resolves when the process is gone: a signal is certain and not instantaneous. */
async function settled(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1)
  await until(async () => !(await isAlive(pid)), `process ${pid} to be gone`)
}

describe('a program that leaves something running', () => {
  test('takes it along when it ends', async () => {
    const { ending, lines } = await supervise('sleep 60 >/dev/null 2>&1 & echo $!; exit 0')
    expect(ending).toEqual({ how: 'exited', code: 0 })
    await settled(Number(lines[0]))
  })
})

test('a supervisor that is killed outright closes the standard input, so that the program can end', async () => {
  const script = fileURLToPath(new URL('./supervise-in-own-process.mjs', import.meta.url))
  const supervisor = spawn(process.execPath, ['--no-warnings', script, 'echo $$; cat; exit'], {
    stdio: ['ignore', 'pipe', 'ignore']
  })
  const printed: unknown[] = await once(supervisor.stdout, 'data')
  const pid = Number(String(printed[0]))
  expect(await isAlive(pid)).toBe(true)
  supervisor.kill('SIGKILL')
  await settled(pid)
})

describe('the time limit', () => {
  test('ends the program', async () => {
    const { ending } = await supervise('sleep 60', { maxRuntimeSeconds: 0.05 })
    expect(ending).toEqual({ how: 'timed-out' })
  })

  test('of a month does not end it at once', async () => {
    const { ending } = await supervise('sleep 0.1; exit 7', { maxRuntimeSeconds: 30 * 86_400 })
    expect(ending).toEqual({ how: 'exited', code: 7 })
  })
})

describe('a command', () => {
  const run = (program: string, args: readonly string[], timeoutSeconds = 10) =>
    runCommand(program, args, { environment: { PATH: '/usr/bin:/bin' }, timeoutSeconds })

  test('has its output captured', async () => {
    expect(await run('/bin/sh', ['-c', 'echo out; echo err >&2; exit 4'])).toEqual({
      code: 4,
      stdout: 'out\n',
      stderr: 'err\n'
    })
  })

  test('is never a shell line', async () => {
    expect((await run('echo', ['$(id); `id`'])).stdout).toBe('$(id); `id`\n')
  })

  test('that is not there has no exit code', async () => {
    expect(await run(executables.path('nothing'), [])).toMatchObject({
      code: null,
      stderr: expect.stringContaining('ENOENT')
    })
  })

  test('that takes too long is killed', async () => {
    expect(await run('sleep', ['60'], 0.05)).toMatchObject({ code: null })
    // The shell's child holds the streams of the shell.
    expect(await run('/bin/sh', ['-c', 'echo before; sleep 6; echo after'], 2)).toEqual({
      code: null,
      stdout: 'before\n',
      stderr: ''
    })
  })

  test('that prints too much has only its end kept', async () => {
    const { stdout } = await run('/bin/sh', ['-c', 'head -c 1000000 /dev/zero | tr "\\0" x; echo end'])
    expect(stdout.length).toBeLessThanOrEqual(200_000)
    expect(stdout.endsWith('xend\n')).toBe(true)
  })
})
