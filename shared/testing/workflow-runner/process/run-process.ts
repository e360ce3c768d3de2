import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { LineSplitter } from './line-splitter.js'

/** How long a process has after each signal, and how long its pipes may stay open after it has ended. */
export interface CancellationGrace {
  readonly interruptMs: number
  readonly terminateMs: number
  readonly pipesMs: number
}

/** GitHub's own: SIGINT, 7.5 seconds, SIGTERM, 2.5 seconds, then the process tree is killed. */
export const GITHUB_GRACE: CancellationGrace = { interruptMs: 7500, terminateMs: 2500, pipesMs: 5000 }

/** A program to run; `stop` aborted means it must end. */
export interface ProcessRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  readonly stop: AbortSignal
  readonly grace: CancellationGrace
}

/** Runs a program without a shell and gives its exit code (128 and more after a signal); rejects when it cannot start. */
export async function runProcess(request: ProcessRequest): Promise<number> {
  // A group of its own, so that the terminal's signals do not reach it and the whole tree can be killed.
  const child = spawn(request.command, [...request.args], {
    cwd: request.cwd,
    env: request.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true
  })
  const closed = readLines(child, request.onLine)
  const exited = exitCode(child)
  const stopping = stopOnAbort(child, request, exited)
  try {
    return await exited
  } finally {
    stopping()
    await Promise.race([closed, delay(request.grace.pipesMs)])
    child.stdout.destroy()
    child.stderr.destroy()
  }
}

function readLines(child: ChildProcess, onLine: (line: string) => void): Promise<void> {
  const streams = [child.stdout, child.stderr].filter(stream => stream !== null)
  const splitters = streams.map(stream => {
    const splitter = new LineSplitter(onLine)
    stream.setEncoding('utf8').on('data', (text: string) => splitter.push(text))
    stream.on('close', () => splitter.flush())
    return splitter
  })
  return new Promise(done => {
    child.once('close', () => {
      for (const splitter of splitters) splitter.flush()
      done()
    })
    child.once('error', () => done())
  })
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 137)))
  })
}

function stopOnAbort(child: ChildProcess, request: ProcessRequest, exited: Promise<number>): () => void {
  const timers: NodeJS.Timeout[] = []
  const stop = (): void => {
    child.kill('SIGINT')
    timers.push(setTimeout(() => child.kill('SIGTERM'), request.grace.interruptMs))
    const patience = request.grace.interruptMs + request.grace.terminateMs
    timers.push(setTimeout(() => killGroup(child), patience))
  }
  if (request.stop.aborted) stop()
  else request.stop.addEventListener('abort', stop, { once: true })
  const disarm = (): void => {
    request.stop.removeEventListener('abort', stop)
    for (const timer of timers) clearTimeout(timer)
  }
  exited.then(disarm, disarm)
  return disarm
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds).unref())
}
