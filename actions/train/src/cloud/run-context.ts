import type { NextAttempt } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import type { OwnedRun } from '../../../../shared/src/training/run-claim.js'
import type { Planning } from './plan-run.js'
import type { RunJob } from './run-job.js'
import type { RunSwitches } from './run-switches.js'
import type { CloudWork } from './train-in-cloud.js'

export interface CloudRunWork extends CloudWork {
  readonly remote: RemoteTraining
  /** Undefined when no new job may be asked for. */
  readonly planning: Planning | undefined
}

/** A run that this process owns, and everything that is done with it. */
export interface RunContext {
  readonly work: CloudRunWork
  readonly run: OwnedRun
  readonly job: RunJob
  readonly switches: RunSwitches
}

/** Waits until the next attempt, the end of the run or the end of the waiting; `wait: false` waits for this. */
export async function pauseBefore(
  next: Extract<NextAttempt, { retry: true }>,
  { work, switches }: Pick<RunContext, 'work' | 'switches'>
): Promise<void> {
  const { line, cloud } = work.ports
  line(`${next.why}: trying again in ${next.waitSeconds} s (${next.next.retries} of 3).`)
  await cloud.sleep(next.waitSeconds * 1000, switches.impatient)
}
