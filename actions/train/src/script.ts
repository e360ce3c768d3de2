import { realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { UserError } from '../../../shared/src/errors.js'
import type { TrainingJob } from '../../../shared/src/ports/training-service.js'
import type { TrainInputs } from './inputs.js'

/** The user's program for `algorithm: script`; it must lie inside its directory, and that inside the workspace. */
export async function resolveScript(
  algorithm: string,
  inputs: TrainInputs,
  workspace: string
): Promise<TrainingJob['script']> {
  if (algorithm !== 'script') return undefined
  if (inputs.entryPoint === undefined) {
    throw new UserError('script-missing', 'algorithm script needs the input entry-point', {
      hint: 'Set entry-point to the program, relative to source-dir.'
    })
  }
  const sourceDirectory = await inside(workspace, inputs.sourceDir ?? '.', 'source-dir')
  const program = await inside(sourceDirectory, inputs.entryPoint, 'entry-point')
  if (!(await stat(program)).isFile()) throw missing('entry-point', inputs.entryPoint)
  return { sourceDirectory, entryPoint: program.slice(sourceDirectory.length + 1) }
}

async function inside(root: string, path: string, input: string): Promise<string> {
  const base = await realpath(resolve(root))
  const real = await realpath(join(base, path)).catch(() => {
    throw missing(input, path)
  })
  if (real === base || real.startsWith(base + sep)) return real
  throw new UserError('script-missing', `${input} "${path}" leads out of its directory`, {
    hint: 'Keep the program inside the workspace.'
  })
}

function missing(input: string, path: string): UserError {
  return new UserError('script-missing', `${input} "${path}" does not exist`, {
    hint: 'Check the path, and that actions/checkout ran before this step.'
  })
}
