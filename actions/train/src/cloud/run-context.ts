import { MAX_RETRIES } from '../../../../shared/src/domain/sagemaker/job-name.js'
import type { Retry } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import type { OwnedRun } from '../../../../shared/src/training/run-claim.js'
import type { CloudWork } from './cloud-work.js'
import type { Planning } from './plan-run.js'
import type { RunJob } from './run-job.js'
import type { RunSwitches } from './run-switches.js'

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

/**
 * Waits until the next attempt, or until the run is to end; false when the time to wait ends meanwhile. Where nobody waits, or
 * waits any more, this is waited for all the same.
 */
export async function pauseBefore(
  next: Retry,
  { work, switches }: Pick<RunContext, 'work' | 'switches'>
): Promise<boolean> {
  const { line, cloud } = work.ports
  const until = switches.impatient.aborted ? switches.halted : switches.impatient
  line(`Trying again in ${next.waitSeconds} s (${next.next.retries} of ${MAX_RETRIES}): ${next.why}.`)
  await cloud.sleep(next.waitSeconds * 1000, until)
  return switches.isHalted() || !until.aborted
}
