import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { LineSplitter } from '../../../workflow-runner/process/line-splitter.js'
import type { Container } from './container.js'
import { insideSandbox } from './sandbox.js'

const LEFTOVER_MS = 1000

export interface ContainerRun {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly isNetworkIsolated: boolean
  readonly onLine: (line: string) => void
}

/** A container's program under way. */
export class ContainerProcess {
  /** The exit code as Docker gives it: 128 and the signal's number where one ended the program. */
  readonly exited: Promise<number>
  readonly #child: ChildProcess
  readonly #isNamespaced: boolean

  constructor(container: Container, { command, environment, isNetworkIsolated, onLine }: ContainerRun) {
    const [program = '', ...parameters] = insideSandbox(container.sandbox, command, {
      ml: container.ml,
      isNetworkIsolated
    })
    this.#isNamespaced = container.sandbox.kind === 'namespaces'
    this.#child = spawn(program, parameters, {
      cwd: container.workingDirectory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true
    })
    const splitters = [this.#child.stdout, this.#child.stderr].map(stream => {
      const splitter = new LineSplitter(onLine)
      stream?.setEncoding('utf8').on('data', (text: string) => splitter.push(text))
      return splitter
    })
    this.exited = new Promise(resolve => {
      this.#child.on('error', error => {
        onLine(error.message)
        resolve(127)
      })
      this.#child.on('close', (code, signal) => {
        for (const splitter of splitters) splitter.flush()
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL'])
      })
      this.#child.on('exit', () => this.#abandon())
    })
  }

  /** SIGTERM to the container's first process, which need not pass it on, and SIGKILL to all after the grace. */
  async stop(graceMs: number): Promise<void> {
    await this.#terminate()
    const patience = new AbortController()
    const waited = delay(graceMs, undefined, { signal: patience.signal }).catch(() => undefined)
    await Promise.race([this.exited, waited])
    patience.abort()
    this.kill()
    await this.exited
  }

  kill(): void {
    this.#killGroup()
  }

  /** What the program left behind must not hold the streams open for ever. */
  #abandon(): void {
    this.#killGroup()
    const timer = setTimeout(() => {
      this.#child.stdout?.destroy()
      this.#child.stderr?.destroy()
    }, LEFTOVER_MS)
    this.#child.on('close', () => clearTimeout(timer))
  }

  async #terminate(): Promise<void> {
    const { pid } = this.#child
    if (pid === undefined || this.#child.exitCode !== null) return
    const first = this.#isNamespaced ? await onlyChild(pid) : pid
    if (first !== undefined) signal(first, 'SIGTERM')
  }

  #killGroup(): void {
    if (this.#child.pid !== undefined) signal(-this.#child.pid, 'SIGKILL')
  }
}

/** The first process of the namespace that this one made. */
async function onlyChild(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const child = Number(text.trim().split(' ')[0])
  return Number.isInteger(child) && child > 0 ? child : undefined
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already.
  }
}
