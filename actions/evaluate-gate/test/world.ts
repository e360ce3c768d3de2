import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { OnnxInferenceRuntime } from '../../../shared/src/adapters/onnx/onnx-inference-runtime.js'
import { decisionRecord, type DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import { evaluationRecord, type EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { readModelArchive } from '../../../shared/src/onnx/model-archive.js'
import { toOnnx } from '../../../shared/src/onnx/to-onnx.js'
import type { InferenceRuntime, LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { putRun, type RunParts } from '../../../shared/testing/builders/a-run.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingId } from '../../../shared/testing/builders/records.js'
import { InMemoryIssueTracker } from '../../../shared/testing/fakes/in-memory-issue-tracker.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { InMemoryTextFiles } from '../../../shared/testing/fakes/in-memory-text-files.js'
import { evaluateGate } from '../src/evaluate-gate.js'
import { readGateInputs } from '../src/inputs.js'
import type { GateOutcome } from '../src/outcome.js'

/** onnxruntime, counting the models that are open. */
class CountedRuntime implements InferenceRuntime {
  open = 0
  private readonly runtime = new OnnxInferenceRuntime()

  observe: InferenceRuntime['observe'] = (...observed) => this.runtime.observe(...observed)

  async load(model: Uint8Array): Promise<LoadedModel> {
    const loaded = await this.runtime.load(model)
    this.open++
    return {
      metadata: loaded.metadata,
      score: features => loaded.score(features),
      close: async () => {
        this.open--
        await loaded.close()
      }
    }
  }
}

interface CallOptions {
  readonly store?: ObjectStore
  readonly event?: string
  readonly token?: boolean
}

/** The store, the workspace and the machine that `evaluate-gate` works with. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly files = new InMemoryTextFiles()
  readonly tracker = new InMemoryIssueTracker()
  readonly inference = new CountedRuntime()
  readonly workspace = mkdtempSync(join(tmpdir(), 'gate-workspace-'))
  readonly temporaryDirectory = mkdtempSync(join(tmpdir(), 'gate-temporary-'))
  now = new Date('2025-01-10T10:00:00Z')

  close(): void {
    for (const directory of [this.workspace, this.temporaryDirectory])
      rmSync(directory, { recursive: true, force: true })
  }

  leftovers(): readonly string[] {
    return readdirSync(this.temporaryDirectory)
  }

  /** A trained run whose classifier says `yes` where x is above 0, on these rows of test data. */
  async trained(request: Partial<TrainingRequest>, rows: string, parts: RunParts = {}): Promise<void> {
    await this.putTest(rows)
    await putRun(this.store, {
      evaluation: null,
      decision: null,
      archive: await classifierArchive(),
      ...parts,
      request: aRequest(request)
    })
  }

  async putTest(csv: string, file = 'test.csv'): Promise<void> {
    await this.store.write(`datasets/d1/test/${file}`, new TextEncoder().encode(csv))
  }

  async describe(dataset: object): Promise<void> {
    await writeRecord(this.store, layout.datasetDescription('d1'), dataset)
  }

  /** A file in the checkout. */
  write(path: string, text: string): void {
    mkdirSync(join(this.workspace, path, '..'), { recursive: true })
    writeFileSync(join(this.workspace, path), text)
  }

  policy(text: string): void {
    this.files.put('.github/mlops.yml', text)
  }

  /** Registers a champion in production, whose model is that of the archive; without one there is nothing to score. */
  async champion(archive?: Uint8Array, change: { training_id?: string } = {}): Promise<void> {
    const version = {
      version: 'v1.0.0',
      stage: 'production',
      training_id: 'train-20240101-000000-00000000',
      created_at: '2024-01-01T00:00:00Z',
      sha256: 'a'.repeat(64),
      metrics: {},
      contract: {
        task: 'classification',
        target: 'label',
        features: ['x'],
        classes: ['no', 'yes'],
        algorithm: 'random_forest',
        hyperparameters_sha256: 'a'.repeat(64),
        preprocessing_sha256: 'a'.repeat(64)
      },
      ...change
    }
    const registry = {
      schema_version: 1,
      model_id: 'churn',
      production: 'v1.0.0',
      versions: [version],
      quarantine: []
    }
    await writeRecord(this.store, layout.registry('churn'), registry)
    if (archive === undefined) return
    const { bytes } = toOnnx(await readModelArchive(archive))
    await this.store.write(layout.versionFile('churn', 'v1.0.0', 'model.onnx'), bytes)
  }

  async evaluate(texts: Record<string, string> = {}, options: CallOptions = {}): Promise<GateOutcome> {
    return evaluateGate(inputsOf(readGateInputs, texts), {
      store: options.store ?? this.store,
      inference: this.inference,
      files: this.files,
      issueTracker: options.token === false ? undefined : this.tracker,
      clock: { now: () => this.now },
      workspace: this.workspace,
      temporaryDirectory: this.temporaryDirectory,
      event: options.event ?? 'workflow_dispatch'
    })
  }

  async evaluation(): Promise<EvaluationRecord | undefined> {
    return (await readRecord(this.store, layout.evaluation(trainingId), evaluationRecord))?.value
  }

  async decision(): Promise<DecisionRecord | undefined> {
    return (await readRecord(this.store, layout.decision(trainingId), decisionRecord))?.value
  }

  async bytes(key: string): Promise<Uint8Array | undefined> {
    return (await this.store.read(key))?.bytes
  }

  async text(key: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(key))
  }
}

/** Twenty rows of `x,label`: the classifier is right on all but the last `wrong` ones. */
export function twentyRows(wrong: number): string {
  const rows = Array.from({ length: 20 }, (_, index) => {
    const positive = index % 2 === 0
    const right = index < 20 - wrong
    return `${positive ? 1 : -1},${positive === right ? 'yes' : 'no'}`
  })
  return `x,label\n${rows.join('\n')}\n`
}

/** Twenty rows of `x,label` for `label = x`: a model y = x is off by 3 and by 4 in turn, so its RMSE is √12.5. */
export function numberRows(): string {
  const rows = Array.from({ length: 20 }, (_, index) => `${index},${index + (index % 2 === 0 ? 3 : 4)}`)
  return `x,label\n${rows.join('\n')}\n`
}
