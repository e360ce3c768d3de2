import { lstat, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type {
  TrainingJob,
  TrainingObserver,
  TrainingOutcome,
  TrainingService
} from '../../ports/training-service.js'
import { packDirectory } from '../files/pack-directory.js'
import { childEnvironment } from './child-environment.js'
import { findInterpreter } from './find-interpreter.js'
import { requirementsOf } from './requirements.js'
import { superviseProcess, type Ending } from './supervised-process.js'
import { layOut, scriptModeVariables, type TrainingLayout } from './training-layout.js'

export interface LocalTraining {
  /** Directory of the training kit. */
  readonly kitDirectory: string
  /** Where temporary directories are made. */
  readonly temporaryDirectory: string
  /** Where virtual environments are kept. */
  readonly toolDirectory: string
  readonly python: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

const MAX_FAILURE_BYTES = 64 * 1024

/** What a program says about its failure. It may be the user's own, so the code must look like one. */
const failureFile = z.object({
  code: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,63}$/)),
  message: z.string(),
  hint: z.optional(z.string())
})

/** Runs the training kit as a subprocess on this machine, by SageMaker's script-mode contract. */
export class LocalTrainingService implements TrainingService {
  private readonly setup: LocalTraining

  constructor(setup: LocalTraining) {
    this.setup = setup
  }

  async train(job: TrainingJob, observer: TrainingObserver): Promise<TrainingOutcome> {
    const directory = await mkdtemp(join(this.setup.temporaryDirectory, 'mlops-train-'))
    try {
      const layout = await layOut(directory, job)
      const interpreter = await this.interpreter(job.kitJob.algorithm, observer)
      const ending = await superviseProcess(interpreter, [join(this.setup.kitDirectory, 'train.py')], {
        environment: childEnvironment(this.setup.environment, {
          ...scriptModeVariables(layout, job),
          MLOPS_STDIN_LIFELINE: '1',
          MLOPS_STOP_GRACE_SECONDS: '2'
        }),
        directory,
        signal: observer.signal,
        maxRuntimeSeconds: job.maxRuntimeSeconds,
        onLine: line => observer.line(line)
      })
      return await this.outcome(ending, layout, job)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  private async interpreter(algorithm: string, observer: TrainingObserver): Promise<string> {
    const { environment, python, toolDirectory } = this.setup
    const wish = { python, preferred: environment['MLOPS_PYTHON'], requirements: requirementsOf(algorithm) }
    const log = (line: string) => observer.line(line)
    const found = await findInterpreter(wish, {
      environment: childEnvironment(environment),
      toolDirectory,
      log
    })
    const modules = Object.entries(found.modules).map(([name, version]) => `${name} ${version}`)
    log(
      `Training with ${found.path} (Python ${found.version}${modules.length > 0 ? `, ${modules.join(', ')}` : ''})`
    )
    return found.path
  }

  private async outcome(ending: Ending, layout: TrainingLayout, job: TrainingJob): Promise<TrainingOutcome> {
    if (ending.how === 'stopped')
      return {
        status: 'stopped',
        code: 'cancelled',
        message: 'The workflow was cancelled; the training was stopped.'
      }
    if (ending.how === 'timed-out') {
      return {
        status: 'stopped',
        code: 'max-runtime',
        message: `The training was stopped after its maximum runtime of ${job.maxRuntimeSeconds ?? 0} s.`
      }
    }
    if (ending.how === 'exited' && ending.code === 0) return this.pack(layout, job)
    return explain(ending, layout)
  }

  private async pack(layout: TrainingLayout, job: TrainingJob): Promise<TrainingOutcome> {
    if ((await readdir(layout.model)).length === 0) {
      return {
        status: 'failed',
        code: 'script-failed',
        message: 'The training ended without writing anything to SM_MODEL_DIR.',
        hint: undefined
      }
    }
    await packDirectory(layout.model, job.archivePath)
    return { status: 'completed' }
  }
}

/** The reason the kit left behind; without one, how the process ended. */
async function explain(ending: Ending, layout: TrainingLayout): Promise<TrainingOutcome> {
  const parsed = failureFile.safeParse(parseJson(await readSmall(join(layout.output, 'failure.json'))))
  if (parsed.success) {
    const { code, message, hint } = parsed.data
    return { status: 'failed', code, message, hint: hint === '' ? undefined : hint }
  }
  if (ending.how === 'killed') {
    const killed = `The training was killed by ${ending.signal}.`
    return {
      status: 'failed',
      code: 'training-killed',
      message: ending.signal === 'SIGKILL' ? `${killed} The machine may have run out of memory.` : killed,
      hint: 'Use less data or a larger runner.'
    }
  }
  if (ending.how === 'not-started')
    return { status: 'failed', code: 'training-not-started', message: ending.message, hint: undefined }
  const code = ending.how === 'exited' ? ending.code : 1
  return {
    status: 'failed',
    code: 'training-crashed',
    message: `The training ended with exit code ${code}.`,
    hint: 'The log above shows why.'
  }
}

/** The text of a small regular file; '' of anything else, such as a pipe that nobody writes to. */
async function readSmall(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined)
  return found?.isFile() === true && found.size <= MAX_FAILURE_BYTES ? readFile(path, 'utf8') : ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
