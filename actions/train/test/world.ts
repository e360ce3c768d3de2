import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequestRecord, aTrainingRecord, trainingId } from '../../../shared/testing/builders/records.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { ScriptedTrainingService, leaves } from '../../../shared/testing/fakes/scripted-training-service.js'
import { until } from '../../../shared/testing/until.js'
import type { CloudPorts } from '../src/cloud/cloud-ports.js'
import { readTrainInputs, type TrainInputs } from '../src/inputs.js'
import type { TrainOutcome } from '../src/outcome.js'
import type { TrainPorts } from '../src/ports.js'
import { train } from '../src/train.js'

export const trainCsv = 'x,label\n1,yes\n-1,no\n'

const never = () => Promise.reject(new Error('this test has no cloud'))
const noCloud: CloudPorts = {
  open: never,
  policy: never,
  kitDirectory: '',
  pack: never,
  keep: () => undefined,
  sleep: never
}

interface CallOptions {
  readonly owner?: string
  readonly change?: Partial<TrainInputs>
  readonly ports?: Partial<TrainPorts>
}

/** The store, the workspace and the machine that `train` works with. Heartbeats and polls come every millisecond. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly service = new ScriptedTrainingService(async (job, observer) =>
    leaves(await classifierArchive())(job, observer)
  )
  readonly cancellation = new AbortController()
  readonly workspace = mkdtempSync(join(tmpdir(), 'train-workspace-'))
  readonly temporaryDirectory = mkdtempSync(join(tmpdir(), 'train-temporary-'))
  readonly lines: string[] = []
  now = new Date('2025-01-10T10:00:00Z')

  close(): void {
    for (const directory of [this.workspace, this.temporaryDirectory])
      rmSync(directory, { recursive: true, force: true })
  }

  leftovers(): readonly string[] {
    return readdirSync(this.temporaryDirectory)
  }

  /** Puts a request and two rows of training data into the store. */
  async asked(change: Parameters<typeof aRequestRecord>[0] = {}): Promise<RequestRecord> {
    const record = aRequestRecord(change)
    await writeRecord(this.store, layout.request(trainingId), record)
    await this.put('datasets/d1/train/train.csv', trainCsv)
    return record
  }

  async put(key: string, text: string): Promise<void> {
    await this.store.write(key, new TextEncoder().encode(text))
  }

  async putTraining(change: Partial<TrainingRecord>): Promise<void> {
    await writeRecord(this.store, layout.training(trainingId), aTrainingRecord(change))
  }

  /** A file in the checkout. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.workspace, path)), { recursive: true })
    writeFileSync(join(this.workspace, path), text)
  }

  async call(texts: Record<string, string> = {}, options: CallOptions = {}): Promise<TrainOutcome> {
    return train(
      { ...inputsOf(readTrainInputs, texts), ...options.change },
      {
        store: this.store,
        clock: { now: () => this.now },
        local: this.service,
        cloud: noCloud,
        workflow: { runs: undefined, repository: 'o/r', runId: '99' },
        owner: options.owner ?? 'this-job',
        workspace: this.workspace,
        temporaryDirectory: this.temporaryDirectory,
        cancelled: this.cancellation.signal,
        line: text => this.lines.push(text),
        heartbeatMilliseconds: 1,
        pollMilliseconds: 1,
        ...options.ports
      }
    )
  }

  async record(): Promise<TrainingRecord | undefined> {
    return (await readRecord(this.store, layout.training(trainingId), trainingRecord))?.value
  }

  /** Waits until the training record is as wanted. */
  async until(holds: (record: TrainingRecord | undefined) => boolean): Promise<void> {
    const describe = () => this.record()
    await until(async () => holds(await describe()), 'the training record', { describe, everyMs: 1 })
  }
}
