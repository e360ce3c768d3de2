import { readRecord } from '../../../shared/src/action/record-store.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { handOverOf, type Errand } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import type { TrainingRecord, WorkflowRun } from '../../../shared/src/domain/records/training.js'
import type { OwnerState } from '../../../shared/src/domain/housekeeping/run-verdict.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { RunState } from '../../../shared/src/ports/workflow-runs.js'
import type { Findings } from './findings.js'
import type { ReconcilePorts } from './ports.js'

/** `attempt` is undefined where only the run is known. */
type OwningRun = Pick<WorkflowRun, 'run_id'> & { readonly attempt?: number | undefined }

/** Which workflow runs are over, each asked for once a pass. */
export class Owners {
  private readonly ports: ReconcilePorts
  private readonly findings: Findings
  private readonly known = new Map<string, Promise<RunState | undefined | 'unknown'>>()

  constructor(ports: ReconcilePorts, findings: Findings) {
    this.ports = ports
    this.findings = findings
  }

  /** An attempt counts as over when there is a later one. A job of this very run may be dead and the run not: unknown. */
  async stateOf(owner: OwningRun | undefined): Promise<OwnerState> {
    const self = this.ports.workflowRun
    if (owner === undefined || owner.run_id === '') return 'unknown'
    if (owner.run_id === self?.run_id) return (owner.attempt ?? 1) < self.attempt ? 'over' : 'unknown'
    const state = await this.ask(owner.run_id)
    if (state === 'unknown') return 'unknown'
    if (state === undefined || state.over) return 'over'
    return owner.attempt !== undefined && state.attempt > owner.attempt ? 'over' : 'alive'
  }

  /** Of the workflow run that trains a run: its record's, else that of its request. */
  async ofRun(record: TrainingRecord): Promise<OwnerState> {
    return this.stateOf(await this.trainerOf(record))
  }

  /** Of the workflow run that an errand is left to: a later attempt of it does what the earlier one did not. */
  async ofChain(record: TrainingRecord, errand: Errand): Promise<OwnerState> {
    const owner = handOverOf(record, errand) ?? (await this.trainerOf(record))
    const isThisRun = owner?.run_id === this.ports.workflowRun?.run_id
    return this.stateOf(owner === undefined || isThisRun ? owner : { run_id: owner.run_id })
  }

  private async trainerOf(record: TrainingRecord): Promise<OwningRun | undefined> {
    if (record.workflow_run !== undefined) return record.workflow_run
    const key = layout.request(record.training_id)
    const runId = (await readRecord(this.ports.store, key, requestRecord))?.value.run_id
    return runId === undefined ? undefined : { run_id: runId }
  }

  private ask(runId: string): Promise<RunState | undefined | 'unknown'> {
    const known = this.known.get(runId) ?? this.read(runId)
    this.known.set(runId, known)
    return known
  }

  private async read(runId: string): Promise<RunState | undefined | 'unknown'> {
    const { workflows } = this.ports
    if (workflows === undefined) {
      this.findings.warn(NO_TOKEN)
      return 'unknown'
    }
    try {
      return await workflows.stateOf(runId)
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error
      const why = `${error.message}. ${error.hint ?? ''}`.trim()
      this.findings.warn(`Whether workflow runs are over is not known: ${why}`)
      return 'unknown'
    }
  }
}

const NO_TOKEN =
  'Without github-token nobody can say whether a workflow run is over: the silence of a run alone decides.'
