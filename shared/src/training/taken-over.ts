import type { TrainingRecord, WorkflowRun } from '../domain/records/training.js'

/** Who takes a run over. */
export interface NewOwner {
  readonly owner: string
  readonly workflowRun?: WorkflowRun | undefined
}

/** The record of a run that this process carries on from now. */
export function takenOver(
  record: TrainingRecord,
  { owner, workflowRun }: NewOwner,
  now: Date
): TrainingRecord {
  const rest = { ...record }
  delete rest.workflow_run
  return {
    ...rest,
    ...ownedBy({ owner, workflowRun }),
    status: 'running',
    reason_code: 'still-running',
    heartbeat_at: now.toISOString()
  }
}

/** The record of a run that nobody follows from now on; its job, if any, goes its way. */
export function leftAlone(record: TrainingRecord): TrainingRecord {
  return { ...record, status: 'submitted', reason_code: 'detached' }
}

/** The fields that say whose a run is. */
export function ownedBy({ owner, workflowRun }: NewOwner): Pick<TrainingRecord, 'owner' | 'workflow_run'> {
  return { owner, ...(workflowRun !== undefined && { workflow_run: workflowRun }) }
}
