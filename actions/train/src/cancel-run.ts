import { readRecord } from '../../../shared/src/action/record-store.js'
import { requestRecord, type RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { WorkflowRuns } from '../../../shared/src/ports/workflow-runs.js'
import type { TrainOutcome } from './outcome.js'

/** For who asked to stop what is not known to be running. */
export const WAITING_HINT =
  'A request that still waits for its turn is not known here yet: cancel its workflow run on the Actions page.'

/** What stopping a run by its workflow needs. */
export interface OwnWorkflow {
  /** Undefined without a token. */
  readonly runs: Pick<WorkflowRuns, 'cancel'> | undefined
  /** `owner/name`. */
  readonly repository: string | undefined
  readonly runId: string | undefined
}

/**
 * Stops a training that this store knows nothing of, because it waits or because the store of its job is another copy:
 * by cancelling the workflow run that an issue or a comment started for it. A schedule or a dispatch may train more than
 * this model in one run, and is left alone.
 */
export async function cancelWorkflowOf(
  trainingId: string,
  { store, workflow }: { readonly store: ObjectStore; readonly workflow: OwnWorkflow }
): Promise<TrainOutcome> {
  const record = (await readRecord(store, layout.request(trainingId), requestRecord))?.value
  const runId = record === undefined ? undefined : runOf(record, workflow)
  const nothing = { ...notRunning(trainingId), hint: WAITING_HINT }
  if (record === undefined || runId === undefined) return nothing
  if (workflow.runs === undefined)
    return { ...nothing, hint: phrase`Pass github-token, or cancel workflow run ${runId}.` }
  if ((await workflow.runs.cancel(runId, record.event)) !== 'cancelling') return nothing
  const message = phrase`Workflow run ${runId}, which trains ${trainingId}, is being cancelled.`
  return { ...notRunning(trainingId), reasonCode: 'run-cancelled', message }
}

/** The other workflow run of this repository that trains the request of an issue. */
function runOf(record: RequestRecord, workflow: OwnWorkflow): string | undefined {
  const ofIssue = record.event === 'issues' || record.event === 'issue_comment'
  const here = record.repository.toLowerCase() === workflow.repository?.toLowerCase()
  return ofIssue && here && record.run_id !== workflow.runId ? record.run_id : undefined
}

/** The outcome for a run that no store and no workflow knows to be running. */
export function notRunning(trainingId: string): TrainOutcome {
  return {
    decision: 'stopped',
    reasonCode: 'nothing-to-stop',
    message: phrase`The training of ${trainingId} has not been started, or is over.`,
    hint: undefined,
    record: undefined,
    trainingId,
    warnings: []
  }
}
