/** A job's two ends: when it must stop, and when even cleaning up must. */
export interface JobClock {
  readonly cancelled: AbortSignal
  readonly deadline: AbortSignal
  timedOut(): boolean
  dispose(): void
}

/** Cancels a job with `cancelled` or after `timeoutMs`, and ends its cleaning up `cleanupMs` later. */
export function jobClock(given: {
  readonly cancelled: AbortSignal
  readonly timeoutMs: number
  readonly cleanupMs: number
}): JobClock {
  const cancel = new AbortController()
  const deadline = new AbortController()
  const timers: NodeJS.Timeout[] = []
  let timedOut = false
  const onCancel = (): void => {
    if (cancel.signal.aborted) return
    timers.push(setTimeout(() => deadline.abort(), given.cleanupMs))
    cancel.abort()
  }
  const onTimeout = (): void => {
    timedOut = !cancel.signal.aborted
    onCancel()
  }
  given.cancelled.addEventListener('abort', onCancel)
  // Node's timers end at 2^31 - 1 ms; a longer timeout is never reached.
  if (given.timeoutMs < 2 ** 31) timers.push(setTimeout(onTimeout, given.timeoutMs))
  if (given.cancelled.aborted) onCancel()
  return {
    cancelled: cancel.signal,
    deadline: deadline.signal,
    timedOut: () => timedOut,
    dispose: () => {
      given.cancelled.removeEventListener('abort', onCancel)
      for (const timer of timers) clearTimeout(timer)
    }
  }
}
