import type { VariantName } from '../../../shared/src/domain/records/edge-manifest.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { QuantizationResult } from '../../../shared/src/onnx/quantize/quantization-result.js'
import type { InferenceRuntime, LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import type { FeatureMatrix } from '../../../shared/src/tables/feature-matrix.js'
import { VARIANT_KEY } from './export-metadata.js'
import type { Unavailable } from './outcome.js'

/** A variant as a file, open in the runtime; whoever has it closes it. */
export interface Candidate {
  readonly name: VariantName
  readonly bytes: Uint8Array
  readonly model: LoadedModel
}

/** Marks a file as a variant and opens it. */
export async function openCandidate(
  inference: InferenceRuntime,
  name: VariantName,
  model: Uint8Array
): Promise<Candidate> {
  const { withMetadata } = await import('../../../shared/src/onnx/rewrite/with-metadata.js')
  const bytes = withMetadata(model, new Map([[VARIANT_KEY, name]]))
  return { name, bytes, model: await inference.load(bytes) }
}

/** What quantization starts from. */
export interface Quantizing {
  readonly inference: InferenceRuntime
  /** The float export. */
  readonly float: Uint8Array
  /** Asked for only where rows are needed. */
  readonly calibration: () => Promise<FeatureMatrix | undefined>
}

/** The int8 variant, or why there is none; a machine that runs no models is an error as everywhere. */
export async function quantizedCandidate(
  name: Exclude<VariantName, 'fp32'>,
  from: Quantizing
): Promise<Candidate | Unavailable> {
  try {
    const result = name === 'dynamic-int8' ? await dynamic(from) : await calibrated(from)
    if (result === undefined)
      return {
        name,
        code: 'no-calibration-rows',
        detail: 'the archive and the training channel have no rows'
      }
    if (result.kind === 'nothing-to-quantize')
      return { name, code: 'nothing-to-quantize', detail: result.reason }
    return await openCandidate(from.inference, name, result.bytes)
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code === 'unsupported-platform') throw error
    return { name, code: 'not-quantizable', detail: error.message }
  }
}

async function dynamic({ float }: Quantizing): Promise<QuantizationResult> {
  const { quantizeDynamic } = await import('../../../shared/src/onnx/quantize/quantize-dynamic.js')
  return quantizeDynamic(float)
}

/** Undefined: there are no rows to calibrate with. */
async function calibrated({
  inference,
  float,
  calibration
}: Quantizing): Promise<QuantizationResult | undefined> {
  const { calibrationTensors } = await import('../../../shared/src/onnx/quantize/calibration-tensors.js')
  const { quantizeStatic } = await import('../../../shared/src/onnx/quantize/quantize-static.js')
  const tensors = calibrationTensors(float)
  // Without a tensor to observe there is nothing to quantize either, whatever the rows: let the quantizer say so.
  if (tensors.length === 0) return quantizeStatic(float, new Map())
  const features = await calibration()
  if (features === undefined) return undefined
  return quantizeStatic(float, await inference.observe(float, features, tensors))
}
