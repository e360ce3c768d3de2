import { readFailureReason, type JobFailure } from './failure-reason.js'
import type { RemoteJob } from './remote-job.js'

/** How a training job ended. */
export type JobEnd =
  | { readonly how: 'completed' }
  | ({ readonly how: 'failed' } & JobFailure)
  | {
      readonly how: 'stopped'
      readonly code: 'max-runtime' | 'max-wait' | 'stop-requested' | 'stopped-elsewhere'
      readonly message: string
    }
  /** The spot instance was taken away, and the service did not go on with another. */
  | { readonly how: 'interrupted'; readonly message: string }

export interface EndContext {
  /** Whether the suite asked the job to stop. */
  readonly stopRequested: boolean
  /** The last `error: <code>: …` line of the log, where the training kit left one. */
  readonly kitFailure: KitFailure | undefined
}

export interface KitFailure {
  readonly code: string
  readonly message: string
}

const KIT_FAILURE = /^error: ([a-z][a-z0-9-]{0,63}): (.{1,1500})$/

/** The failure the training kit names in a line of its log. The line may be the user's own program's, so the code is only a word. */
export function kitFailureOf(line: string): KitFailure | undefined {
  const match = KIT_FAILURE.exec(line)
  return match === null ? undefined : { code: match[1] ?? '', message: match[2] ?? '' }
}

/** How a job that has ended did so; a job that has not is a RangeError. */
export function jobEnd(job: RemoteJob, context: EndContext): JobEnd {
  switch (job.state) {
    case 'completed':
      return { how: 'completed' }
    case 'failed':
      return failedEnd(job, context.kitFailure)
    case 'stopped':
      return stoppedEnd(job, context.stopRequested)
    case 'in-progress':
    case 'stopping':
      throw new RangeError(`the job ${job.name} has not ended`)
  }
}

function stoppedEnd(job: RemoteJob, stopRequested: boolean): JobEnd {
  const phases = new Set([job.phase, ...job.transitions.slice(-2).map(transition => transition.phase)])
  if (phases.has('max-runtime-exceeded')) {
    return stopped('max-runtime', 'The training was stopped after its max_runtime.')
  }
  if (phases.has('max-wait-exceeded')) {
    return stopped(
      'max-wait',
      'The training was stopped after its max_wait, which covers waiting for spot instances and running.'
    )
  }
  if (stopRequested) return stopped('stop-requested', 'The training was stopped as asked.')
  if (lastWorkPhase(job) === 'interrupted') return { how: 'interrupted', message: INTERRUPTED }
  return stopped(
    'stopped-elsewhere',
    'The training was stopped by somebody else, in the console or through the API.'
  )
}

const INTERRUPTED = 'The spot instance was taken away, and the training did not go on.'

const stopped = (code: Extract<JobEnd, { how: 'stopped' }>['code'], message: string): JobEnd => ({
  how: 'stopped',
  code,
  message
})

/** The last phase before the job was ended. */
function lastWorkPhase(job: RemoteJob): string | undefined {
  const ending = new Set(['stopping', 'stopped', 'failed', 'uploading'])
  return job.transitions.findLast(({ phase }) => !ending.has(phase))?.phase
}

function failedEnd(job: RemoteJob, kit: KitFailure | undefined): JobEnd {
  const failure = readFailureReason(job.failureReason ?? '')
  if (failure.cause === 'other' && lastWorkPhase(job) === 'interrupted') {
    return { how: 'interrupted', message: INTERRUPTED }
  }
  const named = failure.cause === 'user-error' && kit !== undefined ? { ...kit, hint: undefined } : {}
  return { how: 'failed', ...failure, ...named }
}
