import { createHash } from 'node:crypto'
import { writeRecord } from '../../src/action/record-store.js'
import type { DecisionRecord } from '../../src/domain/records/decision.js'
import type { EvaluationRecord } from '../../src/domain/records/evaluation.js'
import type { TrainingRecord } from '../../src/domain/records/training.js'
import type { TrainingRequest } from '../../src/domain/request/training-request.js'
import { layout } from '../../src/domain/store/layout.js'
import type { ObjectStore } from '../../src/ports/object-store.js'
import { aDecision, anEvaluation, aRequestRecord, aTrainingRecord, trainingId } from './records.js'

/** What is to be in the store about a run; what is `null` is left out. */
export interface RunParts {
  readonly id?: string
  readonly request?: TrainingRequest
  readonly attempt?: number
  readonly training?: Partial<TrainingRecord> | null
  readonly evaluation?: Partial<EvaluationRecord> | null
  readonly decision?: Partial<DecisionRecord> | null
  readonly archive?: Uint8Array
  readonly onnx?: Uint8Array
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Puts a trained and passing run into a store, with digests that fit its files. */
export async function putRun(store: ObjectStore, parts: RunParts = {}): Promise<string> {
  const { id = trainingId, archive, onnx } = parts
  const own = { training_id: id }
  const request = aRequestRecord({
    ...own,
    ...(parts.request !== undefined && { request: parts.request }),
    ...(parts.attempt !== undefined && { attempt: parts.attempt })
  })
  await writeRecord(store, layout.request(id), request)
  if (parts.training !== null) {
    const artifact = archive === undefined ? {} : { model_artifact: await putArchive(store, id, archive) }
    await writeRecord(store, layout.training(id), aTrainingRecord({ ...own, ...artifact, ...parts.training }))
  }
  if (parts.evaluation !== null) {
    const model = onnx === undefined ? {} : { model: await putOnnx(store, id, onnx) }
    await writeRecord(store, layout.evaluation(id), anEvaluation({ ...own, ...model, ...parts.evaluation }))
  }
  if (parts.decision !== null)
    await writeRecord(store, layout.decision(id), aDecision({ ...own, ...parts.decision }))
  return id
}

async function putArchive(store: ObjectStore, id: string, archive: Uint8Array) {
  const key = layout.modelArchive(id)
  await store.write(key, archive)
  return { uri: store.uri(key), sha256: sha256(archive), size_bytes: archive.length }
}

async function putOnnx(store: ObjectStore, id: string, onnx: Uint8Array) {
  await store.write(layout.runModel(id), onnx)
  return { sha256: sha256(onnx), size_bytes: onnx.length }
}
