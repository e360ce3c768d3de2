import { billedUsd } from '../../domain/cost/billed-cost.js'
import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'
import type { TrainingRecord } from '../../domain/records/training.js'

/** Billed seconds of a job that has ended: 0 of one that never started, undefined where SageMaker does not say. */
export function billedSeconds(job: RemoteJob): number | undefined {
  return job.billableSeconds ?? (job.startedAt === undefined ? 0 : undefined)
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
