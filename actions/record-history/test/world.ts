import { writeRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import { putRun, type RunParts } from '../../../shared/testing/builders/a-run.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { InMemoryHistoryLog } from '../../../shared/testing/fakes/in-memory-history-log.js'
import { InMemoryIssueTracker } from '../../../shared/testing/fakes/in-memory-issue-tracker.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { readHistoryInputs } from '../src/inputs.js'
import type { HistoryOutcome } from '../src/outcome.js'
import { recordHistory } from '../src/record-history.js'

/** The store, the history branch and the issue 7 that `record-history` works with. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly log = new InMemoryHistoryLog()
  readonly tracker = new InMemoryIssueTracker()
  now = new Date('2025-01-10T10:00:00Z')

  constructor() {
    this.tracker.issues.set(7, new Set())
  }

  /** Puts run number `number` into the store. */
  async run(number: number, parts: RunParts = {}): Promise<void> {
    await putRun(this.store, { id: trainingIdOf(number), ...parts })
  }

  async record(
    number: number,
    texts: Record<string, string> = {},
    how: { token?: boolean; log?: HistoryLog } = {}
  ): Promise<HistoryOutcome> {
    return recordHistory(inputsOf(readHistoryInputs, { 'training-id': trainingIdOf(number), ...texts }), {
      store: this.store,
      log: how.log ?? this.log,
      issues: how.token === false ? undefined : this.tracker,
      clock: { now: () => this.now }
    })
  }

  async verify(texts: Record<string, string> = {}): Promise<HistoryOutcome> {
    return this.record(0, { operation: 'verify', ...texts })
  }

  /** Names version v1.0.0 of the model `churn` as that of a run. */
  async registered(number: number): Promise<void> {
    const version = {
      version: 'v1.0.0',
      stage: 'production',
      training_id: trainingIdOf(number),
      created_at: '2025-01-10T09:40:00Z',
      sha256: 'a'.repeat(64),
      metrics: {},
      contract: {
        task: 'classification',
        target: null,
        features: [],
        classes: null,
        algorithm: 'random_forest',
        hyperparameters_sha256: 'a'.repeat(64),
        preprocessing_sha256: 'a'.repeat(64)
      }
    }
    await writeRecord(this.store, layout.registry('churn'), {
      schema_version: 1,
      model_id: 'churn',
      production: 'v1.0.0',
      versions: [version],
      quarantine: []
    })
  }

  /** Text of a file at the end of the branch; '' when there is none. */
  async file(path: string): Promise<string> {
    const head = await this.log.head()
    return head === undefined ? '' : ((await this.log.read(head, path)) ?? '')
  }

  /** Commits a file that nobody should have changed. */
  async tamper(path: string, text: string): Promise<void> {
    await this.log.append(await this.log.head(), [{ path, text }], 'tampered')
  }
}
