import { join } from 'node:path'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { checkParity, type ParityReport } from '../../../shared/src/onnx/parity.js'
import { readModelArchive } from '../../../shared/src/onnx/model-archive.js'
import { toOnnx, type ConvertedModel } from '../../../shared/src/onnx/to-onnx.js'
import type { InferenceRuntime, LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The run's model, converted, loaded and compared with the library that trained it. */
export interface RunModel {
  readonly converted: ConvertedModel
  readonly loaded: LoadedModel
  /** Undefined when the archive carries no parity rows. */
  readonly parity: ParityReport | undefined
}

/** Downloads the archive of the run, turns its model into ONNX and loads it. */
export async function loadRunModel(
  ports: { store: ObjectStore; inference: InferenceRuntime },
  run: { request: RequestRecord; facts: NativeFacts; temporaryDirectory: string }
): Promise<RunModel> {
  const { training_id: trainingId } = run.request
  const path = join(run.temporaryDirectory, 'model.tar.gz')
  await ports.store.download(layout.modelArchive(trainingId), path).catch((error: unknown) => {
    if (error instanceof ServiceError) throw error
    throw new UserError(
      'model-missing',
      `${ports.store.uri(layout.modelArchive(trainingId))} cannot be read`,
      {
        hint: 'Run train again with the same store.',
        cause: error
      }
    )
  })
  const converted = toOnnx(await readModelArchive(path), { trainingId, ...run.facts })
  const loaded = await ports.inference.load(converted.bytes)
  const parity = converted.parity === undefined ? undefined : await checkParity(loaded, converted.parity)
  return { converted, loaded, parity }
}

/** What a native model file without a manifest does not say. */
export interface NativeFacts {
  readonly features?: readonly string[]
  readonly classes?: readonly string[]
  readonly target?: string
  readonly positiveClass?: string
  readonly trees?: 'all' | 'best'
}

/** What the model takes and gives; a model that does not say so cannot be evaluated by name. */
export function signatureOrThrow(model: RunModel): ModelSignature {
  if (model.converted.signature !== undefined) return model.converted.signature
  throw new UserError('model-unsupported', 'the ONNX file does not say which features it takes', {
    hint: 'Write its metadata property mlops.manifest (docs/model-format.md), or give predictions with the input predictions.'
  })
}
