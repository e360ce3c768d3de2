import { spawn } from 'node:child_process'
import { UserError } from '../../shared/src/errors.js'

/**
 * Runs a program in a process group of its own, so that this process hears of a signal first; it may complain on standard
 * error. It cannot start or fails: `UserError` `program-failed`.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  where: { readonly directory: string; readonly environment: NodeJS.ProcessEnv }
): Promise<void> {
  const child = spawn(program, args, {
    ...{ cwd: where.directory, env: where.environment, detached: true },
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const ending = await new Promise<string | undefined>(done => {
    child.on('error', error => done(error.message))
    child.on('exit', (code, signal) => done(code === 0 ? undefined : `ended with ${code ?? signal}`))
  })
  if (ending === undefined) return
  throw new UserError('program-failed', `${[program, ...args].join(' ')}: ${ending}`, {
    hint: 'What it complained of stands above.'
  })
}
