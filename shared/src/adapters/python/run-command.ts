import { spawn } from 'node:child_process'

export interface CommandResult {
  /** Exit code; null when the program could not be started or was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface CommandOptions {
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly onLine?: (line: string) => void
  readonly signal?: AbortSignal
}

const MAX_CAPTURE = 200_000

/** Runs a program without a shell and captures a bounded part of what it prints. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions
): Promise<CommandResult> {
  return new Promise(done => {
    const child = spawn(program, args, {
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal !== undefined && { signal: options.signal })
    })
    // Not spawn's own timeout: its timer outlives a program that cannot be started and keeps this process waiting.
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      // What it started may hold the streams open.
      child.stdout.destroy()
      child.stderr.destroy()
    }, options.timeoutSeconds * 1000)
    const finish = (result: CommandResult) => {
      clearTimeout(timer)
      done(result)
    }
    let stdout = ''
    let stderr = ''
    const lines = (text: string) =>
      text
        .split('\n')
        .filter(line => line.trim() !== '')
        .forEach(line => options.onLine?.(line))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-MAX_CAPTURE)
      lines(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_CAPTURE)
      lines(text)
    })
    child.on('error', error => finish({ code: null, stdout, stderr: stderr + error.message }))
    child.on('close', code => finish({ code, stdout, stderr }))
  })
}
