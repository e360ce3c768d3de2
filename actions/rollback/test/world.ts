import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { putRun } from '../../../shared/testing/builders/a-run.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { readRegisterInputs } from '../../register/src/inputs.js'
import type { RegisterOutcome } from '../../register/src/outcome.js'
import { register } from '../../register/src/register.js'
import { readRollbackInputs } from '../src/inputs.js'
import type { RollbackOutcome } from '../src/outcome.js'
import { rollback } from '../src/rollback.js'

/** A store whose versions `register` itself has made; `now` goes on by a minute with every call. */
export class World {
  readonly store: ObjectStore
  readonly temporaryDirectory = mkdtempSync(join(tmpdir(), 'rollback-test-'))
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

  /** Puts a passing run into the store; runs with the same seed have the same request, and all have the same data. */
  async putRun(number: number, seed = number): Promise<void> {
    await putRun(this.store, {
      id: trainingIdOf(number),
      request: aRequest({ seed }),
      archive: await classifierArchive({ intercept: number }),
      onnx: new TextEncoder().encode(`onnx of run ${number}`)
    })
  }

  async register(texts: Record<string, string>, store: ObjectStore = this.store): Promise<RegisterOutcome> {
    return register(inputsOf(readRegisterInputs, { 'training-id': '', ...texts }), {
      ...this.ports(store),
      commit: 'deadbeef'
    })
  }

  /** Registers run number `number` and lets it become production. */
  async run(number: number, texts: Record<string, string> = {}, seed = number): Promise<RegisterOutcome> {
    await this.putRun(number, seed)
    return this.register({ 'training-id': trainingIdOf(number), ...texts })
  }

  async call(texts: Record<string, string> = {}, store: ObjectStore = this.store): Promise<RollbackOutcome> {
    const asked = { 'training-id': '', 'model-id': 'churn', ...texts }
    return rollback(inputsOf(readRollbackInputs, asked), this.ports(store))
  }

  async registry(): Promise<RegistryRecord | undefined> {
    return (await readRecord(this.store, layout.registry('churn'), registryRecord))?.value
  }

  /** `version stage` of every version the registry names. */
  async stages(): Promise<string[]> {
    return ((await this.registry())?.versions ?? []).map(({ version, stage }) => `${version} ${stage}`)
  }

  async registryText(): Promise<string> {
    return new TextDecoder().decode((await this.store.read(layout.registry('churn')))?.bytes)
  }

  private ports(store: ObjectStore) {
    const at = new Date(Date.UTC(2025, 0, 10, 10, this.minutes++))
    return { store, clock: { now: () => at }, temporaryDirectory: this.temporaryDirectory }
  }
}
