import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { buildProfile } from '../../../shared/src/domain/drift/build-profile.js'
import type { BaselineProfile } from '../../../shared/src/domain/records/baseline.js'
import { driftReport, type DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { driftRequests, type DriftRequest } from '../../../shared/src/domain/records/drift-requests.js'
import type { RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { readBaselineTable } from '../../../shared/src/tables/drift/read-baseline-table.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { InMemoryIssueTracker } from '../../../shared/testing/fakes/in-memory-issue-tracker.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { driftCheck } from '../src/drift-check.js'
import { readDriftInputs } from '../src/inputs.js'
import type { DriftOutcome } from '../src/outcome.js'
import type { DriftPorts } from '../src/ports.js'

type Cell = string | number
/** Cells of each column; all columns have as many. */
export type Columns = Readonly<Record<string, readonly Cell[]>>

/** `count` cells, each from its index. */
export const cells = (count: number, cell: (index: number) => Cell): Cell[] =>
  Array.from({ length: count }, (_, index) => cell(index))

/** Evenly spread values in [0, 1), scrambled, moved by `shift`. */
export const spread = (count: number, shift = 0): Cell[] =>
  cells(count, index => ((index * 617) % count) / count + shift)

export function csv(columns: Columns): string {
  const lists = Object.values(columns)
  const rows = cells(lists[0]?.length ?? 0, row => lists.map(list => list[row] ?? '').join(','))
  return `${[Object.keys(columns).join(','), ...rows].join('\n')}\n`
}

/** The store, the workspace and the repository that `drift-check` works with; time goes on by a minute with every look. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly issueTracker = new InMemoryIssueTracker()
  readonly workspace = mkdtempSync(join(tmpdir(), 'drift-check-test-'))
  minutes = 0

  constructor() {
    this.issueTracker.workflows.add('retrain.yml')
  }

  close(): void {
    rmSync(this.workspace, { recursive: true, force: true })
  }

  /** Writes a file of the workspace; columns become CSV. */
  file(path: string, content: string | Uint8Array | Columns): void {
    const place = join(this.workspace, path)
    mkdirSync(dirname(place), { recursive: true })
    const isContent = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(place, isContent ? content : csv(content))
  }

  text(path: string): string {
    return readFileSync(join(this.workspace, path), 'utf8')
  }

  /** The profile of columns, as it is stored. */
  async profileOf(columns: Columns, change: Partial<BaselineProfile> = {}): Promise<BaselineProfile> {
    this.file('.profile/rows.csv', columns)
    const files = [{ name: 'rows.csv', path: join(this.workspace, '.profile/rows.csv') }]
    return { ...buildProfile((await readBaselineTable(files)).columns), ...change }
  }

  /** Registers versions of `churn`, the last one in production, and stores its baseline. */
  async register(baseline: BaselineProfile | null, versions: readonly string[] = ['v1.0.0']): Promise<void> {
    const production = versions.at(-1) ?? null
    await this.putRegistry({
      production,
      versions: versions.map((version, index) => versionEntry(version, index + 1))
    })
    if (baseline !== null && production !== null)
      await writeRecord(this.store, layout.baseline('churn', production), baseline)
  }

  async putRegistry(change: Partial<RegistryRecord>): Promise<void> {
    const registry = { schema_version: 1, model_id: 'churn', production: null, versions: [], quarantine: [] }
    await writeRecord(this.store, layout.registry('churn'), { ...registry, ...change })
  }

  async call(texts: Record<string, string>, ports: Partial<DriftPorts> = {}): Promise<DriftOutcome> {
    const inputs = inputsOf(readDriftInputs, { 'training-id': '', 'github-token': 'ghs_x', ...texts })
    return driftCheck(inputs, {
      store: ports.store ?? this.store,
      issueTracker: ports.issueTracker ?? this.issueTracker,
      clock: { now: () => new Date(Date.UTC(2025, 0, 10, 10, this.minutes++)) },
      workspace: this.workspace,
      temporaryDirectory: this.workspace,
      openBucket: ports.openBucket ?? (async () => this.store),
      runUrl: 'https://github.test/o/r/actions/runs/5'
    })
  }

  /** Compares two sets of columns as files, with no model. */
  async compare(
    baseline: Columns,
    current: Columns,
    texts: Record<string, string> = {}
  ): Promise<DriftOutcome> {
    this.file('before.csv', baseline)
    this.file('after.csv', current)
    return this.call({ baseline: 'before.csv', current: 'after.csv', ...texts })
  }

  async files(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const object of this.store.list(prefix)) keys.push(object.key)
    return keys
  }

  async stored(key: string): Promise<string> {
    return new TextDecoder().decode((await this.store.read(key))?.bytes)
  }

  async report(outcome: DriftOutcome): Promise<DriftReport | undefined> {
    return (await readRecord(this.store, outcome.uri.replace('memory:', ''), driftReport))?.value
  }

  async requests(): Promise<readonly DriftRequest[]> {
    return (await readRecord(this.store, layout.driftRequests('churn'), driftRequests))?.value.requests ?? []
  }
}

export const versionEntry = (version: string, number = 1): RegistryRecord['versions'][number] => ({
  version,
  stage: 'production',
  training_id: trainingIdOf(number),
  created_at: '2025-01-10T09:40:00Z',
  sha256: '0'.repeat(64),
  metrics: {},
  contract: {
    task: 'classification',
    target: 'label',
    features: ['size', 'weight'],
    classes: ['no', 'yes'],
    algorithm: 'random_forest',
    hyperparameters_sha256: '0'.repeat(64),
    preprocessing_sha256: '0'.repeat(64)
  }
})
