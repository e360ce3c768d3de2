import type { SecondaryStatus } from '@aws-sdk/client-sagemaker'
import { setTimeout as delay } from 'node:timers/promises'
import type { TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'

/** Keeps a job in a state as long as a test holds it there; a stop lets it go. */
export async function hold(
  state: SecondaryStatus,
  job: TrainingJob,
  { controls, closed }: TrainingWorld
): Promise<void> {
  const isStopped = () => job.stopSignal.aborted && state !== 'Stopping'
  while (controls.held.has(state) && !isStopped() && !closed.aborted) await delay(5)
}
