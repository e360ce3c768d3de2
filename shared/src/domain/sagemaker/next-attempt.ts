import type { JobEnd } from './job-end.js'
import { MAX_RETRIES } from './job-name.js'

/** Why a training could not be started or did not end well. */
export type AttemptResult = JobEnd | { readonly how: 'not-created'; readonly code: string }

/** How often a training was tried again, and which of its job names is the present one. */
export interface Attempts {
  readonly retries: number
  /** The `attempt` of `jobNameOf`. */
  readonly job: number
}

export const firstAttempt: Attempts = { retries: 0, job: 0 }

/** The attempt that follows; `why` is a clause for people. */
export interface Retry {
  readonly retry: true
  readonly next: Attempts
  readonly waitSeconds: number
  readonly why: string
}

export type NextAttempt = Retry | { readonly retry: false }

const FIRST_WAIT_SECONDS = 60
const SPOT_WAIT_SECONDS = 30
/** Failures of CreateTrainingJob that pass by themselves. */
const PASSING: ReadonlyMap<string, string> = new Map([
  ['sagemaker-capacity', 'there was no capacity'],
  ['sagemaker-throttled', 'SageMaker asked for fewer requests'],
  ['sagemaker-unavailable', 'SageMaker failed']
])

/**
 * Whether a training is tried again by itself: at most three times, where the service and not the user is the reason. Waits
 * 1, 2 and 4 minutes, after the loss of a spot instance half a minute. Only a job that has ended gives way to one of another
 * name: where a job could not be asked for, it may have been made all the same, and its own name finds it.
 */
export function nextAttempt(result: AttemptResult, { retries, job }: Attempts): NextAttempt {
  const why = passingReason(result)
  if (why === undefined || retries >= MAX_RETRIES) return { retry: false }
  const waitSeconds = result.how === 'interrupted' ? SPOT_WAIT_SECONDS : FIRST_WAIT_SECONDS * 2 ** retries
  const next = { retries: retries + 1, job: result.how === 'not-created' ? job : job + 1 }
  return { retry: true, next, waitSeconds, why }
}

function passingReason(result: AttemptResult): string | undefined {
  switch (result.how) {
    case 'not-created':
      return PASSING.get(result.code)
    case 'interrupted':
      return 'the spot instance was taken away'
    case 'failed':
      if (result.cause === 'capacity') return 'there was no capacity'
      return result.cause === 'internal' ? 'SageMaker failed' : undefined
    case 'completed':
    case 'stopped':
      return undefined
  }
}
