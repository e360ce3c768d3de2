import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { OnnxInferenceRuntime } from '../../../shared/src/adapters/onnx/onnx-inference-runtime.js'
import { edgeManifest, type EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { edgeReleases, type EdgeReleases } from '../../../shared/src/domain/records/edge-releases.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import { readModelArchive } from '../../../shared/src/onnx/model-archive.js'
import { toOnnx } from '../../../shared/src/onnx/to-onnx.js'
import type { InferenceRuntime, LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { putVersion, type VersionParts } from '../../../shared/testing/builders/a-version.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { archiveOf, classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import {
  neuralModel,
  type NeuralModel,
  type NeuralOptions
} from '../../../shared/testing/builders/neural-model.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { InMemoryTextFiles } from '../../../shared/testing/fakes/in-memory-text-files.js'
import { edgeExport } from '../src/edge-export.js'
import { VARIANT_KEY } from '../src/export-metadata.js'
import { readEdgeInputs } from '../src/inputs.js'
import type { EdgeOutcome } from '../src/outcome.js'

/** onnxruntime on a machine whose speed the test decides: milliseconds a row takes, by variant and number of the run. */
export class TimedRuntime implements InferenceRuntime {
  open = 0
  loads = 0
  milliseconds = 0
  /** Most rows that a variant was given at once. */
  readonly mostRows = new Map<string, number>()
  takes: (variant: string, run: number) => number = () => 1
  /** Undefined: this machine cannot run models. */
  native: OnnxInferenceRuntime | undefined = new OnnxInferenceRuntime()
  #runs = 0

  get #runtime(): OnnxInferenceRuntime {
    if (this.native !== undefined) return this.native
    throw new UserError('unsupported-platform', 'models cannot be run here')
  }

  observe: InferenceRuntime['observe'] = (...observed) => this.#runtime.observe(...observed)

  async load(model: Uint8Array): Promise<LoadedModel> {
    this.loads++
    const loaded = await this.#runtime.load(model)
    this.open++
    const variant = loaded.metadata.get(VARIANT_KEY) ?? 'registered'
    return {
      metadata: loaded.metadata,
      score: features => {
        this.mostRows.set(variant, Math.max(features.rows, this.mostRows.get(variant) ?? 0))
        this.milliseconds += this.takes(variant, this.#runs++)
        return loaded.score(features)
      },
      close: async () => {
        this.open--
        await loaded.close()
      }
    }
  }
}

/** The store and the machine that `edge-export` works with; the clock goes on by a minute with every call. */
export class World {
  readonly store = new InMemoryObjectStore()
  readonly files = new InMemoryTextFiles()
  readonly inference = new TimedRuntime()
  readonly temporaryDirectory = mkdtempSync(join(tmpdir(), 'edge-test-'))
  now = Date.UTC(2025, 0, 10, 10)

  close(): void {
    rmSync(this.temporaryDirectory, { recursive: true, force: true })
  }

  leftovers(): readonly string[] {
    return readdirSync(this.temporaryDirectory)
  }

  /** Registers `v1.0.<patch>`: a linear classifier, or the given files. */
  async register(patch: number, parts: Partial<VersionParts> = {}): Promise<void> {
    const archive = parts.archive ?? (await classifierArchive({ intercept: patch / 100 }))
    const onnx = 'onnx' in parts || parts.archive !== undefined ? {} : { onnx: await onnxOf(archive) }
    await putVersion(this.store, patch, { archive, ...onnx, ...parts })
  }

  /** Registers a network of a user's script, with the rows it is right about as test data. */
  async registerNetwork(patch: number, options: NeuralOptions = {}): Promise<NeuralModel> {
    const network = neuralModel(options)
    const archive = await archiveOf({ 'model.onnx': network.onnx })
    await this.register(patch, { archive, onnx: network.onnx })
    await this.putTest(network.csv)
    return network
  }

  async putTest(csv: string, channel: 'test' | 'train' = 'test'): Promise<void> {
    await this.store.write(`datasets/d1/${channel}/rows.csv`, new TextEncoder().encode(csv))
  }

  policy(text: string): void {
    this.files.put('.github/mlops.yml', text)
  }

  async call(texts: Record<string, string> = {}, store: ObjectStore = this.store): Promise<EdgeOutcome> {
    this.now += 60_000
    return edgeExport(inputsOf(readEdgeInputs, { 'training-id': '', 'model-id': 'churn', ...texts }), {
      store,
      inference: this.inference,
      files: this.files,
      issueTracker: undefined,
      clock: { now: () => new Date(this.now) },
      pause: async () => {
        await new Promise(resolve => setImmediate(resolve))
      },
      temporaryDirectory: this.temporaryDirectory,
      event: 'workflow_dispatch',
      stopwatch: () => this.inference.milliseconds
    })
  }

  async manifest(version = 'v1.0.0'): Promise<EdgeManifest | undefined> {
    return (await readRecord(this.store, layout.edgeFile('churn', version, 'manifest.json'), edgeManifest))
      ?.value
  }

  async releases(): Promise<EdgeReleases | undefined> {
    return (await readRecord(this.store, layout.edgeReleases('churn'), edgeReleases))?.value
  }

  async bytes(key: string): Promise<Uint8Array | undefined> {
    return (await this.store.read(key))?.bytes
  }

  /** What is published of a version, in key order. */
  async published(version = 'v1.0.0'): Promise<string[]> {
    const prefix = `edge/churn/${version}/`
    const names: string[] = []
    for await (const { key } of this.store.list(prefix)) names.push(key.slice(prefix.length))
    return names
  }
}

async function onnxOf(archive: Uint8Array): Promise<Uint8Array> {
  return toOnnx(await readModelArchive(archive)).bytes
}

/** `x,label` rows on which the linear classifier is right. */
export const linearRows = 'x,label\n-2,no\n-1,no\n1,yes\n2,yes\n3,yes\n'
