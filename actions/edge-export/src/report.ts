import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { toOutputs, type EdgeOutcome, type VariantReport } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: EdgeOutcome, language: Language): Report {
  const manifest = outcome.release?.manifest
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: outcome.message,
    outputs: toOutputs(outcome),
    result: {
      model_id: outcome.modelId,
      version: outcome.version ?? null,
      variant: manifest?.variant ?? null,
      counter: manifest?.counter ?? null,
      signed: manifest === undefined ? null : manifest.key_id !== null,
      onnx: outcome.release?.onnxUri ?? null,
      manifest: outcome.release?.manifestUri ?? null,
      measured: manifest?.measured ?? null,
      parity: outcome.parity ?? null,
      variants: [...outcome.variants.map(measuredVariant), ...outcome.unavailable]
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings
  }
}

function measuredVariant({ judged, reason, difference }: VariantReport) {
  const { name, sizeBytes, latency, accuracy, findings, eligible } = judged
  return {
    name,
    size_bytes: sizeBytes,
    latency_p50_ms: latency.p50Ms,
    latency_p95_ms: latency.p95Ms,
    latency_p95_band_ms: [latency.band.lowMs, latency.band.highMs],
    latency_runs: latency.runs,
    accuracy_delta: accuracy.delta,
    difference,
    eligible,
    exceeded: findings.filter(({ met }) => met === false).map(({ budget }) => budget),
    reason: reason.code
  }
}
