import type { TrainingRecord } from '../records/training.js'
import { hasEnded, type RemoteJob } from '../sagemaker/remote-job.js'

/** Whether the workflow run that owns something is over; `unknown` where GitHub could not be asked. */
export type OwnerState = 'alive' | 'over' | 'unknown'

/** What housekeeping does about a run. */
export type RunVerdict =
  | { readonly what: 'leave' }
  /** It looks dead, and nobody can be sure; `why` is a clause for people. */
  | { readonly what: 'doubt'; readonly why: string }
  /** Its job has ended and nobody has written what came of it. */
  | { readonly what: 'settle' }
  /** Its job runs for nobody. */
  | { readonly what: 'stop'; readonly code: 'orphaned' | 'stop-requested' }
  /** It has no job and no owner. */
  | { readonly what: 'end'; readonly code: 'runner-lost' | 'job-missing' }
  /** It is over, and what its job was billed is not written yet. */
  | { readonly what: 'bill' }

export interface RunFacts {
  readonly record: TrainingRecord
  readonly owner: OwnerState
  readonly now: Date
  /** The silence after which an owner counts as dead. */
  readonly maxAgeSeconds: number
}

/** A job that says nothing for so long is dead whatever else is known: GitHub ends the jobs of its runners then. */
export const LONG_SILENCE_SECONDS = 6 * 3600
/** A new job may hide for a while. */
const INVISIBLE_SECONDS = 120
/** Silence after which train, too, takes a run whose job has ended. */
const SHORT_SILENCE_SECONDS = 60

const LEAVE = { what: 'leave' } as const

/** What to do about a run of the local backend: one whose runner is gone ends as failed. */
export function localRunVerdict(facts: RunFacts): RunVerdict {
  const { record, owner, maxAgeSeconds } = facts
  const silent = silenceSeconds(facts)
  if (record.status !== 'running' || silent <= maxAgeSeconds) return LEAVE
  if (owner === 'over' || silent > LONG_SILENCE_SECONDS) return { what: 'end', code: 'runner-lost' }
  const workflow = owner === 'alive' ? 'its workflow run still runs' : 'its workflow run cannot be looked at'
  return { what: 'doubt', why: `it has been silent for ${minutes(silent)}, and ${workflow}` }
}

/** What to do about a run with a SageMaker job; `job` is undefined where SageMaker shows none. */
export function cloudRunVerdict(facts: RunFacts, job: RemoteJob | undefined): RunVerdict {
  switch (facts.record.status) {
    case 'running':
      return runningVerdict(facts, job)
    case 'submitted':
      return submittedVerdict(facts, job)
    case 'completed':
    case 'failed':
    case 'stopped':
      return finalVerdict(facts.record, job)
  }
}

function runningVerdict(facts: RunFacts, job: RemoteJob | undefined): RunVerdict {
  const silent = silenceSeconds(facts)
  if (silent <= SHORT_SILENCE_SECONDS) return LEAVE
  if (job !== undefined && hasEnded(job)) return { what: 'settle' }
  if (silent <= facts.maxAgeSeconds || job?.state === 'stopping') return LEAVE
  if (facts.owner === 'alive')
    return {
      what: 'doubt',
      why: `it has been silent for ${minutes(silent)}, and its workflow run still runs`
    }
  if (job !== undefined) return { what: 'stop', code: stopCode(facts.record) }
  return silent > INVISIBLE_SECONDS ? { what: 'end', code: 'runner-lost' } : LEAVE
}

/** Left running on purpose, until somebody asks for its end. */
function submittedVerdict(facts: RunFacts, job: RemoteJob | undefined): RunVerdict {
  const { record, maxAgeSeconds } = facts
  if (job === undefined) {
    const hidden = silenceSeconds(facts) <= Math.max(maxAgeSeconds, INVISIBLE_SECONDS)
    return hidden ? LEAVE : { what: 'end', code: 'job-missing' }
  }
  if (hasEnded(job)) return { what: 'settle' }
  const wanted = record.stop_requested_at === undefined || job.state === 'stopping'
  return wanted ? LEAVE : { what: 'stop', code: 'stop-requested' }
}

function finalVerdict(record: TrainingRecord, job: RemoteJob | undefined): RunVerdict {
  if (job === undefined || job.state === 'stopping') return LEAVE
  if (!hasEnded(job)) return { what: 'stop', code: stopCode(record) }
  const isBilled = record.cost === undefined || record.cost.billed_usd !== undefined
  return isBilled ? LEAVE : { what: 'bill' }
}

function stopCode(record: TrainingRecord): 'orphaned' | 'stop-requested' {
  return record.stop_requested_at === undefined ? 'orphaned' : 'stop-requested'
}

function silenceSeconds({ record, now }: RunFacts): number {
  return (now.getTime() - Date.parse(record.heartbeat_at)) / 1000
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} min`
}
