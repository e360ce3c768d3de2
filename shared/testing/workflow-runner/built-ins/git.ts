import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ServiceError } from '../../../src/errors.js'

const run = promisify(execFile)
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/** Runs git without a shell, the machine's configuration or prompts, and gives its stdout; ServiceError `git-failed`. */
export async function git(directory: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-c', 'safe.directory=*', ...args], {
      cwd: directory,
      maxBuffer: MAX_OUTPUT_BYTES,
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0'
      }
    })
    return stdout
  } catch (cause) {
    throw new ServiceError('git-failed', `git ${args[0] ?? ''} failed: ${String(cause).slice(0, 500)}`, {
      cause
    })
  }
}
