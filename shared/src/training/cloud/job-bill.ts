import { billedUsd } from '../../domain/cost/billed-cost.js'
import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'
import type { TrainingRecord } from '../../domain/records/training.js'

/** Billed seconds of a job that has ended: 0 of one that never started, undefined where SageMaker does not say. */
export function billedSeconds(job: RemoteJob): number | undefined {
  return job.billableSeconds ?? (job.startedAt === undefined ? 0 : undefined)
}

/** What a job that was lost counts for: its bill, else all the time it ran, so that a budget is rather too careful. */
export function lostSeconds(job: RemoteJob): number {
  const { startedAt, endedAt } = job
  const ran = startedAt === undefined ? 0 : ((endedAt ?? startedAt).getTime() - startedAt.getTime()) / 1000
  return billedSeconds(job) ?? job.trainingSeconds ?? ran
}

/** The record with a job that was lost: its seconds count beside the worst case of the job that takes its place. */
export function withLostJob(record: TrainingRecord, seconds: number): TrainingRecord {
  const { cost } = record
  if (seconds === 0 || cost === undefined) return record
  const { usd_per_hour: usdPerHour, instance_count: instanceCount } = cost
  const worst = cost.worst_case_usd + billedUsd({ usdPerHour, instanceCount, billableSeconds: seconds })
  const earlier = (cost.earlier_billable_seconds ?? 0) + seconds
  return {
    ...record,
    estimated_cost_usd: worst,
    cost: { ...cost, worst_case_usd: worst, earlier_billable_seconds: earlier }
  }
}

/** The record with what all jobs of the run were billed, the last of them being `seconds`. */
export function withBill(record: TrainingRecord, seconds: number | undefined): TrainingRecord {
  const { cost } = record
  if (seconds === undefined || cost === undefined) return record
  const billableSeconds = (cost.earlier_billable_seconds ?? 0) + seconds
  const { usd_per_hour: usdPerHour, instance_count: instanceCount } = cost
  const usd = billedUsd({ usdPerHour, instanceCount, billableSeconds })
  return {
    ...record,
    billable_seconds: billableSeconds,
    estimated_cost_usd: usd,
    cost: { ...cost, billed_usd: usd }
  }
}
