import { SuiteError } from '../../errors.js'
import type { RemoteTraining, StopResult } from '../../ports/remote-training.js'

interface StopOptions {
  readonly sleep: (milliseconds: number) => Promise<void>
  /** How often it is tried; one that was only just asked for may not be there yet. */
  readonly tries: number
}

const PAUSE_MS = 1000

/** Asks a job to stop until it is there and does; `unknown` when it never was, or the last foreseen error. */
export async function stopJob(
  remote: RemoteTraining,
  name: string,
  { sleep, tries }: StopOptions
): Promise<StopResult | SuiteError> {
  let last: StopResult | SuiteError = 'unknown'
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    last = await remote.stop(name).catch((error: unknown) => {
      if (error instanceof SuiteError) return error
      throw error
    })
    if (last === 'stopping' || last === 'already-ended') return last
    if (attempt < tries) await sleep(PAUSE_MS)
  }
  return last
}
