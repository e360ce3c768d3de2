import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { firstAttempt, type Attempts } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import type { RemoteJob } from '../../../../shared/src/domain/sagemaker/remote-job.js'
import { lostSeconds, withLostJob } from '../../../../shared/src/training/cloud/job-bill.js'
import { withoutJob } from '../../../../shared/src/training/cloud/without-job.js'
import type { OwnedRun } from '../../../../shared/src/training/run-claim.js'

/** The present job of a run that this process owns: what is known of it, and what the run's record says about it. */
export class RunJob {
  /** Whether there may be a job that runs. */
  mayRun = false
  /** Whether the job that the record names is known to have been made. */
  wasMade = false
  attempts: Attempts
  private readonly run: OwnedRun
  private readonly modelId: string
  /** Of jobs that ended since the record was last written. */
  private lostSeconds = 0

  constructor(run: OwnedRun, modelId: string) {
    this.run = run
    this.modelId = modelId
    this.attempts = run.record.attempts ?? firstAttempt
  }

  get name(): string {
    return this.run.record.job_name ?? ''
  }

  /** Its record names a job that is about to be asked for; false when another process has taken the run. */
  async announce(name: string): Promise<boolean> {
    const { cost, estimated_cost_usd: estimate } = this.record()
    const isOwner = await this.run.change({
      job_name: name,
      attempts: this.attempts,
      ...(cost !== undefined && { cost }),
      ...(estimate !== undefined && { estimated_cost_usd: estimate })
    })
    if (!isOwner) return false
    this.lostSeconds = 0
    if (!this.mayRun) this.wasMade = false
    return true
  }

  /** The job has ended and another is to take its place. */
  giveUp(ended: RemoteJob, next: Attempts): void {
    this.lostSeconds += lostSeconds(ended)
    this.attempts = next
  }

  /** The run's record, with the bills of jobs that were lost since it was written. */
  record(): TrainingRecord {
    return withLostJob(this.run.record, this.lostSeconds)
  }

  /** The record for the case that the present job was never made. */
  recordWithout(): TrainingRecord {
    return this.wasMade ? this.record() : withoutJob(this.record(), this.modelId)
  }
}
