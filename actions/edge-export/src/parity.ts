import type { EdgeParity } from '../../../shared/src/domain/records/edge-manifest.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import { compareScores, type ParityReport, type ParityRows } from '../../../shared/src/onnx/parity.js'
import type { InferenceRuntime, LoadedModel, Scores } from '../../../shared/src/ports/inference-runtime.js'
import type { FeatureMatrix } from '../../../shared/src/tables/feature-matrix.js'
import type { QuantizationDifference } from './outcome.js'
import type { RealRows } from './real-rows.js'

/**
 * Compares the float export with the training library's own predictions. A user's own ONNX file comes without: it is
 * compared with the registered file on the test rows.
 */
export async function checkExport(
  float: LoadedModel,
  registered: Uint8Array,
  from: { inference: InferenceRuntime; rows: RealRows; features: FeatureMatrix; signature: ModelSignature }
): Promise<EdgeParity> {
  const { library } = from.rows
  if (library !== undefined) return toParity('library', await compared(float, library))
  const original = await from.inference.load(registered)
  try {
    const scores = await original.score(from.features)
    return toParity(
      'registered-model',
      await compared(float, asReference(scores, from.features, from.signature))
    )
  } finally {
    await original.close()
  }
}

const compared = async (model: LoadedModel, reference: ParityRows): Promise<ParityReport> =>
  compareScores(reference, await model.score(reference.features))

/** The scores of a model as what others are compared with. */
function asReference(scores: Scores, features: FeatureMatrix, signature: ModelSignature): ParityRows {
  const { outputs, values } = scores
  return { features, outputs, expected: Float64Array.from(values), classes: signature.classes }
}

/** How far the scores of an int8 model are from the float one's on the same rows. */
export function quantizationDifference(
  float: Scores,
  quantized: Scores,
  from: { features: FeatureMatrix; signature: ModelSignature }
): QuantizationDifference {
  return differences(compareScores(asReference(float, from.features, from.signature), quantized))
}

function differences(report: ParityReport): QuantizationDifference {
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  return {
    rows: report.rows,
    max_absolute_difference: finite(report.maxAbsoluteDifference),
    mean_absolute_difference: finite(report.meanAbsoluteDifference),
    max_relative_difference: finite(report.maxRelativeDifference),
    label_flips: report.labelFlips
  }
}

function toParity(reference: EdgeParity['reference'], report: ParityReport): EdgeParity {
  const { tolerance, passed } = report
  return { reference, ...differences(report), tolerance, passed, quantization: null }
}
