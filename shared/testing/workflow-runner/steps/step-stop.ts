import type { JobRuntime } from '../jobs/job-runtime.js'

/** Why a step was stopped. */
export type StopReason = 'timeout' | 'cancelled'

/** Tells a step to stop. */
export interface StepStop {
  readonly signal: AbortSignal
  /** Must be called when the step is over. */
  dispose(): void
}

/** Stops a step after `timeoutMs` (0: never), when the job is cancelled unless `goesOn()` then, and at the deadline. */
export function stepStop(job: JobRuntime, timeoutMs: number, goesOn: () => boolean): StepStop {
  const controller = new AbortController()
  const stop = (reason: StopReason): void => controller.abort(reason)
  const onCancel = (): void => {
    if (!goesOn()) stop('cancelled')
  }
  const onDeadline = (): void => stop('cancelled')
  const timer = timeoutMs > 0 ? setTimeout(() => stop('timeout'), timeoutMs) : undefined
  job.cancelled.addEventListener('abort', onCancel)
  job.deadline.addEventListener('abort', onDeadline)
  if (job.deadline.aborted) onDeadline()
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer)
      job.cancelled.removeEventListener('abort', onCancel)
      job.deadline.removeEventListener('abort', onDeadline)
    }
  }
}

/** Why a step's signal told it to stop, undefined when it did not. */
export function stopReason(signal: AbortSignal): StopReason | undefined {
  if (!signal.aborted) return undefined
  return signal.reason === 'timeout' ? 'timeout' : 'cancelled'
}
