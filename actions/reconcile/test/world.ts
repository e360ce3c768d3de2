import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { identityVariables } from '../../../shared/src/domain/sagemaker/job-identity.js'
import { jobNameOf } from '../../../shared/src/domain/sagemaker/job-name.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { jobArchiveKey } from '../../../shared/src/training/cloud/job-places.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { putRun, type RunParts } from '../../../shared/testing/builders/a-run.js'
import { aJobPlan, aJobSpec } from '../../../shared/testing/builders/job-plan.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingId } from '../../../shared/testing/builders/records.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { InMemoryRemoteTraining } from '../../../shared/testing/fakes/in-memory-remote-training.js'
import { InMemoryWorkflowRuns } from '../../../shared/testing/fakes/in-memory-workflow-runs.js'
import { readReconcileInputs } from '../src/inputs.js'
import type { ReconcileOutcome } from '../src/outcome.js'
import type { ReconcilePorts } from '../src/ports.js'
import { reconcile } from '../src/reconcile.js'

export const jobName = jobNameOf(trainingId, 'churn')
/** The workflow run that trained, and the one that reconciles. */
export const TRAINER = '5'
export const SELF = { run_id: '900', attempt: 1 }

/** A store, a SageMaker and a GitHub in memory; it is ten o'clock, half an hour after the run was asked for. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly clock = { time: Date.parse('2025-01-10T10:00:00Z'), now: () => new Date(this.clock.time) }
  readonly remote = new InMemoryRemoteTraining(this.clock)
  readonly workflows = new InMemoryWorkflowRuns()
  readonly directory = mkdtempSync(join(tmpdir(), 'reconcile-'))
  readonly lines: string[] = []
  readonly files = new Map<string, string>()
  private processes = 0

  constructor() {
    this.workflows.runs.set(TRAINER, { attempt: 1, over: true })
    this.workflows.runs.set(SELF.run_id, { attempt: 1, over: false })
  }

  close(): readonly string[] {
    const left = readdirSync(this.directory)
    rmSync(this.directory, { recursive: true, force: true })
    return left
  }

  reconcile(
    texts: Readonly<Record<string, string>> = {},
    change: Partial<ReconcilePorts> = {}
  ): Promise<ReconcileOutcome> {
    this.processes += 1
    const inputs = inputsOf(readReconcileInputs, { 'training-id': '', ...texts })
    return reconcile(inputs, {
      store: this.store,
      storeExists: () => true,
      clock: this.clock,
      openCloud: async () => this.remote,
      workflows: this.workflows,
      readFile: async path => this.files.get(path),
      readEvent: async () => undefined,
      repository: 'o/r',
      workflowRun: SELF,
      owner: `reconcile-${this.processes}`,
      temporaryDirectory: this.directory,
      line: text => this.lines.push(text),
      sleep: async () => undefined,
      ...change
    })
  }

  /** A run of SageMaker as its step left it, silent for so many minutes. */
  async cloudRun(
    silentMinutes: number,
    training: Partial<TrainingRecord> = {},
    parts: RunParts = {}
  ): Promise<TrainingRecord> {
    const id = parts.id ?? trainingId
    await putRun(this.store, {
      evaluation: null,
      decision: null,
      ...parts,
      training: {
        backend: 'sagemaker',
        status: 'running',
        reason_code: 'still-running',
        owner: 'trainer',
        workflow_run: { run_id: TRAINER, attempt: 1 },
        heartbeat_at: this.ago(silentMinutes),
        finished_at: null,
        duration_seconds: null,
        model_artifact: null,
        metrics: {},
        job_name: jobNameOf(id, 'churn'),
        attempts: { retries: 0, job: 0 },
        estimated_cost_usd: 0.23,
        cost: {
          worst_case_usd: 0.23,
          usd_per_hour: 0.23,
          instance_type: 'ml.m5.xlarge',
          instance_count: 1
        },
        ...training
      }
    })
    return this.mustHave(id)
  }

  /** A job of a run in SageMaker; it names this store unless told otherwise. */
  async job(id = trainingId, change: { output?: string; repository?: string } = {}): Promise<string> {
    const plan = aJobPlan()
    const repository = change.repository ?? 'o/r'
    const spec = aJobSpec({ request: aRequest(), run: { ...plan.run, trainingId: id, repository } })
    const output = change.output ?? `${this.store.uri(layout.jobFolder(id, 'jobs').slice(0, -1))}/`
    await this.remote.create({
      ...spec,
      OutputDataConfig: { S3OutputPath: output },
      Environment: { ...spec.Environment, [identityVariables.repository]: repository }
    })
    this.remote.enter(spec.TrainingJobName, 'training')
    return spec.TrainingJobName
  }

  /** The job completes, 120 billed seconds, and leaves an archive. */
  async complete(id = trainingId): Promise<void> {
    const name = jobNameOf(id, 'churn')
    this.remote.say(name, 'loss=0.25')
    this.remote.enter(name, 'completed', { billableSeconds: 120, trainingSeconds: 150 })
    await this.store.write(jobArchiveKey(id, name), await classifierArchive())
  }

  ago(minutes: number): string {
    return new Date(this.clock.time - minutes * 60_000).toISOString()
  }

  async record(id = trainingId): Promise<TrainingRecord | undefined> {
    return (await readRecord(this.store, layout.training(id), trainingRecord))?.value
  }

  async mustHave(id = trainingId): Promise<TrainingRecord> {
    const record = await this.record(id)
    if (record === undefined) throw new Error(`there is no run ${id}`)
    return record
  }

  /** A place for training jobs that a run holds until tomorrow. */
  async slot(number: number, holder: string | null): Promise<void> {
    await writeRecord(this.store, layout.lease('training-jobs', number), {
      schema_version: 1,
      group: 'training-jobs',
      slot: number,
      holder,
      acquired_at: this.ago(30),
      expires_at: this.ago(-1440)
    })
  }

  async holderOf(number: number): Promise<unknown> {
    const slot = await this.store.read(layout.lease('training-jobs', number))
    return (JSON.parse(new TextDecoder().decode(slot?.bytes)) as { holder: unknown }).holder
  }

  /** All calls that change something in SageMaker. */
  get stops(): readonly string[] {
    return this.remote.calls.filter(call => call.startsWith('stop '))
  }
}
