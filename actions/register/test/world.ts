import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { putRun, type RunParts } from '../../../shared/testing/builders/a-run.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aTrainingRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { readRegisterInputs } from '../src/inputs.js'
import type { RegisterOutcome } from '../src/outcome.js'
import { register } from '../src/register.js'

/** 300 rows: `x` is 0, 1, …, 299, a hundred labels are `yes`, and every row has a name of its own. */
export function trainingCsv(): string {
  const rows = Array.from({ length: 300 }, (_, x) => `r${x},${x},${x % 3 === 0 ? 'yes' : 'no'},name-${x}`)
  return ['row_id,x,label,person', ...rows, ''].join('\n')
}

/** Four predictions, three of them `no`. */
const PREDICTIONS = 'row,target,prediction\n1,no,no\n2,yes,yes\n3,no,no\n4,yes,no\n'

/** The digest of a channel with one file `train.csv`, as docs/model-format.md defines it. */
export function digestOfTraining(csv: string): string {
  const bytes = Buffer.from(csv)
  return createHash('sha256').update(`train.csv\0${bytes.length}\0`).update(bytes).digest('hex')
}

/** The store and the machine that `register` works with; `now` goes on by a minute with every call. */
export class World {
  readonly store: ObjectStore
  readonly temporaryDirectory = mkdtempSync(join(tmpdir(), 'register-test-'))
  private minutes = 0

  constructor(store: ObjectStore = new InMemoryObjectStore()) {
    this.store = store
  }

  close(): void {
    rmSync(this.temporaryDirectory, { recursive: true, force: true })
  }

  leftovers(): readonly string[] {
    return readdirSync(this.temporaryDirectory)
  }

  /** Puts a passing run number `number` into the store, whose archive and ONNX file are its own. */
  async putRun(number: number, parts: RunParts = {}): Promise<string> {
    return putRun(this.store, {
      id: trainingIdOf(number),
      archive: await classifierArchive({ intercept: number }),
      onnx: new TextEncoder().encode(`onnx of run ${number}`),
      ...parts
    })
  }

  /** Puts a passing run with the data it was trained on and its predictions. */
  async putRunWithData(number: number, parts: RunParts = {}, csv = trainingCsv()): Promise<string> {
    await this.put('datasets/d1/train/train.csv', csv)
    const dataset = { ...aTrainingRecord().dataset, sha256: digestOfTraining(csv), train_rows: 300 }
    const id = await this.putRun(number, { training: { dataset }, ...parts })
    await this.put(layout.predictions(id), PREDICTIONS)
    return id
  }

  async put(key: string, text: string): Promise<void> {
    await this.store.write(key, new TextEncoder().encode(text))
  }

  async call(texts: Record<string, string>, store: ObjectStore = this.store): Promise<RegisterOutcome> {
    const at = new Date(Date.UTC(2025, 0, 10, 10, this.minutes++))
    return register(inputsOf(readRegisterInputs, { 'training-id': '', ...texts }), {
      store,
      clock: { now: () => at },
      temporaryDirectory: this.temporaryDirectory,
      commit: 'deadbeef'
    })
  }

  /** Registers run number `number`. */
  async register(number: number, texts: Record<string, string> = {}): Promise<RegisterOutcome> {
    return this.call({ 'training-id': trainingIdOf(number), ...texts })
  }

  /** Puts a passing run into the store and registers it. */
  async run(
    number: number,
    parts: RunParts = {},
    texts: Record<string, string> = {}
  ): Promise<RegisterOutcome> {
    await this.putRun(number, parts)
    return this.register(number, texts)
  }

  /** Puts a passing run with its data into the store and registers it. */
  async runWithData(number: number): Promise<RegisterOutcome> {
    await this.putRunWithData(number)
    return this.register(number)
  }

  async registry(model = 'churn'): Promise<RegistryRecord | undefined> {
    return (await readRecord(this.store, layout.registry(model), registryRecord))?.value
  }

  async putRegistry(registry: RegistryRecord): Promise<void> {
    await writeRecord(this.store, layout.registry(registry.model_id), registry)
  }

  async text(key: string): Promise<string> {
    const object = await this.store.read(key)
    return object === undefined ? '' : new TextDecoder().decode(object.bytes)
  }

  async files(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const object of this.store.list(prefix)) keys.push(object.key.slice(prefix.length))
    return keys
  }

  /** `version stage` of every version the registry names. */
  async stages(): Promise<string[]> {
    return ((await this.registry())?.versions ?? []).map(({ version, stage }) => `${version} ${stage}`)
  }
}
