import { isOver, type TrainingRecord } from '../../../shared/src/domain/records/training.js'

/** Whether a run, by its record alone, has no job any more: it is over, and its last job was never made or is billed. */
export function hasNoJob(record: TrainingRecord): boolean {
  const { status, job_name: name, cost } = record
  if (!isOver(record)) return false
  return name === undefined || status === 'completed' || cost === undefined || cost.billed_usd !== undefined
}
