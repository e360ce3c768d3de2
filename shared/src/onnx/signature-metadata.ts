import { modelSignature, type ModelSignature } from '../domain/records/model-signature.js'

/** Metadata property with the model's signature as JSON. */
export const SIGNATURE_KEY = 'mlops.manifest'

/** Metadata property with the id of the training run. */
export const TRAINING_ID_KEY = 'mlops.training_id'

/** The signature an ONNX file carries, or undefined when it carries none that is valid. */
export function readSignature(metadata: ReadonlyMap<string, string>): ModelSignature | undefined {
  const json = metadata.get(SIGNATURE_KEY)
  if (json === undefined) return undefined
  try {
    const parsed = modelSignature.safeParse(JSON.parse(json))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
