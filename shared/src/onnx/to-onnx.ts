import type { ModelManifest } from '../domain/records/model-manifest.js'
import type { ModelSignature } from '../domain/records/model-signature.js'
import type { ModelArchive } from './model-archive.js'
import type { FittedModel } from './fitted-model.js'
import { readKitModel } from './kit/read-kit-model.js'
import { readParityRows } from './kit/read-parity-rows.js'
import { unreadable, unsupported } from './model-errors.js'
import { inspectOnnx } from './onnx-inspection.js'
import type { ParityRows } from './parity.js'
import { readSafetensors } from './safetensors.js'
import { readSignature, TRAINING_ID_KEY } from './signature-metadata.js'
import { writeOnnx } from './write-onnx.js'
import { readXgboostModel, type NativeModelFacts } from './xgboost/read-xgboost-model.js'
import { decodeUbjson } from './xgboost/ubjson.js'

/** What an archive does not say: the run it comes from, and for native models their names. */
export interface ConversionFacts extends NativeModelFacts {
  readonly trainingId?: string
}

/** An ONNX file with what is known about it. A user's own ONNX file has no manifest, and a signature only if it carries one. */
export interface ConvertedModel {
  readonly bytes: Uint8Array
  readonly signature?: ModelSignature
  readonly manifest?: ModelManifest
  readonly parity?: ParityRows
}

function fileOf({ files }: ModelArchive, name: string): Uint8Array {
  const bytes = files.get(name)
  if (bytes === undefined) throw unreadable(`model.tar.gz: ${name} is missing`)
  return bytes
}

function write(
  model: FittedModel,
  trainingId?: string | null
): ConvertedModel & { signature: ModelSignature } {
  const metadata = new Map<string, string>()
  if (typeof trainingId === 'string') metadata.set(TRAINING_ID_KEY, trainingId)
  return { bytes: writeOnnx(model, metadata), signature: model.signature }
}

function convertKit(archive: ModelArchive & { kind: 'kit' }, facts: ConversionFacts): ConvertedModel {
  const { manifest } = archive
  const tensors = readSafetensors(fileOf(archive, 'model.safetensors'))
  const parity = readParityRows(manifest, tensors)
  const trainingId = facts.trainingId ?? manifest.training_id
  const converted = write(readKitModel(manifest, tensors), trainingId)
  return { ...converted, manifest, ...(parity === undefined ? {} : { parity }) }
}

function passOnnx(archive: ModelArchive, name: string): ConvertedModel {
  const bytes = fileOf(archive, name)
  const { metadata, externalData } = inspectOnnx(bytes)
  if (externalData)
    throw unsupported(
      `${name}: the weights lie in another file`,
      'save the model with its weights inside the .onnx file'
    )
  const signature = readSignature(metadata)
  return signature === undefined ? { bytes } : { bytes, signature }
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw unreadable(`${name}: not JSON in UTF-8`, { cause })
  }
}

function convertXgboost(
  archive: ModelArchive & { modelFile: string },
  decode: (bytes: Uint8Array, name: string) => unknown,
  facts: ConversionFacts
): ConvertedModel {
  const name = archive.modelFile
  return write(readXgboostModel(decode(fileOf(archive, name), name), name, facts), facts.trainingId)
}

/**
 * Makes the ONNX file of the model in an archive. Damaged models are `UserError`s with code `model-unreadable`;
 * kinds that cannot be converted `model-unsupported`.
 */
export function toOnnx(archive: ModelArchive, facts: ConversionFacts = {}): ConvertedModel {
  switch (archive.kind) {
    case 'kit':
      return convertKit(archive, facts)
    case 'onnx':
      return passOnnx(archive, archive.modelFile)
    case 'xgboost-json':
      return convertXgboost(archive, parseJson, facts)
    case 'xgboost-ubj':
      return convertXgboost(archive, decodeUbjson, facts)
    case 'lightgbm':
      throw unsupported(
        `${archive.modelFile}: LightGBM text models are not converted yet`,
        'write model.onnx from your script, or evaluate the model through predictions'
      )
    case 'unknown':
      throw unsupported(
        `model.tar.gz: ${archive.reason}`,
        'write model.onnx or an XGBoost .json model, or evaluate the model through predictions'
      )
  }
}
