import type { Following } from '../../../../shared/src/action/remote-training/follow-job.js'
import { billText } from '../../../../shared/src/domain/cost/billed-cost.js'
import { settleJob } from '../../../../shared/src/training/cloud/settle-job.js'
import type { Ending } from './ending.js'
import type { RunContext } from './run-context.js'

/** A job that was followed to its end. */
export type EndedJob = Extract<Following, { ended: true }>

/** Ends a run whose last job has ended, and shows its bill. */
export async function settleRun({ job, end, metrics }: EndedJob, context: RunContext): Promise<Ending> {
  const { ports } = context.work
  const { record, hint } = await settleJob(ports, { record: context.job.record(), job, end, metrics })
  const { cost } = record
  if (cost !== undefined && job.billableSeconds !== undefined) {
    const billing = {
      usdPerHour: cost.usd_per_hour,
      instanceCount: cost.instance_count,
      billableSeconds: record.billable_seconds ?? 0
    }
    const { trainingSeconds } = job
    ports.line(billText(billing, { worstCaseUsd: cost.worst_case_usd, trainingSeconds }))
  }
  return { kind: 'settled', record, hint }
}
