import {
  compareWithChampion,
  type ChampionReport
} from '../../../shared/src/domain/champion/compare-with-champion.js'
import { rulesWithoutComparison } from '../../../shared/src/domain/champion/champion-rules.js'
import { registryRecord } from '../../../shared/src/domain/records/registry.js'
import { findVersion } from '../../../shared/src/domain/registry/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { SuiteError, UserError } from '../../../shared/src/errors.js'
import { scoreModel, type Scored } from '../../../shared/src/evaluation/scored.js'
import { readSignature } from '../../../shared/src/onnx/signature-metadata.js'
import { readRecord } from '../../../shared/src/action/record-store.js'
import type { InferenceRuntime } from '../../../shared/src/ports/inference-runtime.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { measureCustom } from './measure.js'

const MAX_MODEL_BYTES = 512 * 1024 * 1024

/** The comparison that is wanted. */
export interface ChampionQuestion {
  /** `production`, `none`, or a version. */
  readonly wanted: string
  readonly modelId: string
  readonly trainingId: string
  readonly challenger: Scored
  readonly table: Table
  readonly target: string
  readonly groups: Int32Array | undefined
  readonly confidence: number
  readonly seed: number
  readonly customMetrics: Readonly<Record<string, string>>
  /** Metrics the gate compares. */
  readonly intervals: readonly string[]
}

/** Scores the champion anew on the same rows and compares; undefined: there is no champion. */
export async function askChampion(
  ports: { store: ObjectStore; inference: InferenceRuntime },
  question: ChampionQuestion
): Promise<ChampionReport | undefined> {
  const version = await championVersion(ports.store, question)
  if (version === undefined) return undefined
  try {
    const champion = await scoreChampion(ports, version, question)
    const report = compare(version, champion, question)
    const custom = measureCustom(champion, question.table, question.customMetrics)
    return { ...report, metrics: { ...report.metrics, ...custom.metrics } }
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error
    // A champion that cannot be scored leaves rules undecided; it never lets a model pass or fail silently.
    return {
      version,
      metrics: {},
      tests: [],
      rules: rulesWithoutComparison(version, error.message),
      rows: 0,
      note: error.message
    }
  }
}

async function championVersion(
  store: ObjectStore,
  { wanted, modelId, trainingId }: ChampionQuestion
): Promise<string | undefined> {
  if (wanted === 'none') return undefined
  const registry = (await readRecord(store, layout.registry(modelId), registryRecord))?.value
  const name = wanted === 'production' ? registry?.production : wanted
  if (name == null) return undefined
  const version = registry === undefined ? undefined : findVersion(registry, name)
  if (version === undefined) {
    throw new UserError('champion-unknown', `${modelId} has no version ${name}`, {
      hint: 'Name a registered version, production or none.'
    })
  }
  // A run is not its own champion.
  return version.training_id === trainingId ? undefined : name
}

async function scoreChampion(
  { store, inference }: { store: ObjectStore; inference: InferenceRuntime },
  version: string,
  question: ChampionQuestion
): Promise<Scored> {
  const key = layout.versionFile(question.modelId, version, 'model.onnx')
  const object = await store.read(key, MAX_MODEL_BYTES)
  if (object === undefined)
    throw new UserError('champion-model-missing', `${version} has no ONNX model that could be scored`)
  const model = await inference.load(object.bytes)
  try {
    const signature = readSignature(model.metadata)
    if (signature === undefined)
      throw new UserError('model-unsupported', `${version} does not say which features it takes`)
    if (signature.task !== question.challenger.task)
      throw new UserError('task-mismatch', `${version} is a ${signature.task} model`)
    const positiveClass =
      question.challenger.task === 'classification'
        ? question.challenger.predictions.positiveClass
        : undefined
    const known =
      positiveClass !== undefined && (signature.classes ?? []).includes(positiveClass)
        ? positiveClass
        : undefined
    return await scoreModel(model, question.table, {
      signature,
      target: question.target,
      positiveClass: known
    })
  } finally {
    await model.close()
  }
}

function compare(version: string, champion: Scored, question: ChampionQuestion): ChampionReport {
  const { challenger, groups, confidence, seed, intervals } = question
  const common = { version, confidence, seed, intervals, ...(groups !== undefined && { groups }) }
  if (challenger.task === 'classification' && champion.task === 'classification') {
    return compareWithChampion({
      ...common,
      task: 'classification',
      challenger: challenger.predictions,
      champion: champion.predictions
    })
  }
  if (challenger.task === 'regression' && champion.task === 'regression') {
    return compareWithChampion({
      ...common,
      task: 'regression',
      challenger: challenger.predictions,
      champion: champion.predictions
    })
  }
  throw new UserError('task-mismatch', `${version} is a ${champion.task} model`)
}
