import { accuracyChange, noAccuracy } from '../../../shared/src/domain/edge/accuracy-change.js'
import type { AccuracyChange, MeasuredVariant } from '../../../shared/src/domain/edge/judge-variant.js'
import { straddles } from '../../../shared/src/domain/edge/latency.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import {
  measureLatencies,
  type LatencyMeasurement
} from '../../../shared/src/evaluation/measure-latencies.js'
import { primaryValue, type PrimaryValue } from '../../../shared/src/evaluation/primary-value.js'
import { scoredFrom } from '../../../shared/src/evaluation/scored.js'
import { scoreRowByRow, singleRows } from '../../../shared/src/evaluation/single-rows.js'
import type { Scores } from '../../../shared/src/ports/inference-runtime.js'
import type { FeatureMatrix } from '../../../shared/src/tables/feature-matrix.js'
import type { Candidate } from './candidate.js'
import type { QuantizationDifference } from './outcome.js'
import { quantizationDifference } from './parity.js'
import type { RealRows } from './real-rows.js'

const LATENCY_ROWS = 256

/** What the variants are measured with. */
export interface Measurement {
  readonly rows: RealRows
  readonly features: FeatureMatrix
  readonly signature: ModelSignature
  /** More runs are made while a noise band lies on both sides of it. */
  readonly maxLatencyMs: number
  readonly timing?: Pick<LatencyMeasurement, 'now'>
}

/** A measured variant; the difference is null for the float export. */
export interface VariantMeasurement {
  readonly measured: MeasuredVariant
  readonly difference: QuantizationDifference | null
}

interface ScoredCandidate {
  readonly candidate: Candidate
  readonly scores: Scores
  readonly primary: PrimaryValue | undefined
}

/** Measures size, latency and accuracy of all variants, the float export first, on the same rows. */
export async function measureVariants(
  candidates: readonly Candidate[],
  how: Measurement
): Promise<readonly VariantMeasurement[]> {
  const scored: ScoredCandidate[] = []
  for (const candidate of candidates) scored.push(await score(candidate, how))
  const models = candidates.map(({ model }) => model)
  const latencies = await measureLatencies(models, singleRows(how.features, LATENCY_ROWS), {
    ...how.timing,
    undecided: soFar => soFar.some(latency => straddles(latency, how.maxLatencyMs))
  })
  const [float] = scored
  return scored.flatMap((own, place) => {
    const latency = latencies[place]
    if (latency === undefined || float === undefined) return []
    const { name, bytes } = own.candidate
    const measured = { name, sizeBytes: bytes.length, latency, accuracy: accuracyOf(own, float, how) }
    return [{ measured, difference: differenceOf(own, float, how) }]
  })
}

async function score(candidate: Candidate, how: Measurement): Promise<ScoredCandidate> {
  // Dynamic quantization takes its ranges from the rows it is given, and a device gives it one.
  const scores =
    candidate.name === 'fp32'
      ? await candidate.model.score(how.features)
      : await scoreRowByRow(candidate.model, how.features)
  const { labelled } = how.rows
  if ('missing' in labelled) return { candidate, scores, primary: undefined }
  const { signature } = how
  const scored = scoredFrom(scores, labelled.table, {
    signature,
    target: labelled.target,
    positiveClass: undefined
  })
  return { candidate, scores, primary: primaryValue(scored) }
}

function accuracyOf(own: ScoredCandidate, float: ScoredCandidate, { rows }: Measurement): AccuracyChange {
  if ('missing' in rows.labelled) return noAccuracy(rows.labelled.missing)
  if (own.primary === undefined || float.primary === undefined) return noAccuracy('it was not measured')
  return accuracyChange(own.primary, float.primary, rows.labelled.table.rows)
}

function differenceOf(
  own: ScoredCandidate,
  float: ScoredCandidate,
  how: Measurement
): QuantizationDifference | null {
  return own.candidate.name === 'fp32' ? null : quantizationDifference(float.scores, own.scores, how)
}
