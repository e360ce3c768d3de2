import { setMaxListeners } from 'node:events'

/** A signal that aborts with the first of several, to which any number of jobs and steps may listen. */
export function anySignal(...signals: (AbortSignal | undefined)[]): AbortSignal {
  const signal = AbortSignal.any(signals.filter(one => one !== undefined))
  setMaxListeners(0, signal)
  return signal
}
