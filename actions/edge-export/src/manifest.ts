import { savedShare } from '../../../shared/src/domain/edge/choose-variant.js'
import type { JudgedVariant } from '../../../shared/src/domain/edge/judge-variant.js'
import type { EdgeManifest, EdgeParity } from '../../../shared/src/domain/records/edge-manifest.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import type { OnnxInspection } from '../../../shared/src/onnx/onnx-inspection.js'
import { runtimeMinimum } from '../../../shared/src/onnx/runtime-minimum.js'
import type { FoundVersion } from './find-version.js'
import type { VariantReport } from './outcome.js'
import type { Publication } from './publish.js'

/** Everything a manifest says of the chosen variant. */
export interface ManifestFacts {
  readonly found: FoundVersion
  readonly signature: ModelSignature
  readonly onnxSha256: string
  readonly chosen: { readonly report: VariantReport; readonly bytes: Uint8Array }
  readonly inspection: OnnxInspection
  readonly floatSizeBytes: number
  readonly parity: EdgeParity
  readonly keyId: string | null
}

/** The manifest without what the publication itself decides. */
export function manifestFacts(facts: ManifestFacts): Publication['manifest'] {
  const { found, signature, chosen, inspection } = facts
  const { judged, difference } = chosen.report
  return {
    schema_version: 1,
    model_id: found.modelId,
    version: found.entry.version,
    files: [
      {
        path: 'model.onnx',
        sha256: sha256Of(chosen.bytes),
        size_bytes: chosen.bytes.length
      }
    ],
    variant: judged.name,
    task: signature.task,
    target: signature.target,
    classes: signature.classes,
    features: signature.features,
    opset: inspection.opsets.get('') ?? 0,
    opsets: Object.fromEntries(
      [...inspection.opsets].map(([domain, version]) => [domain || 'ai.onnx', version])
    ),
    runtime_minimum: runtimeMinimum(inspection) ?? null,
    measured: measuredOf(judged, facts.floatSizeBytes),
    parity: { ...facts.parity, quantization: difference },
    source: {
      training_id: found.entry.training_id,
      request_sha256: found.metadata.request_sha256,
      dataset_sha256: found.metadata.dataset.sha256,
      archive_sha256: found.entry.sha256,
      onnx_sha256: facts.onnxSha256
    },
    key_id: facts.keyId
  }
}

function measuredOf(
  { sizeBytes, latency, accuracy }: JudgedVariant,
  floatSizeBytes: number
): EdgeManifest['measured'] {
  return {
    size_bytes: sizeBytes,
    size_reduction: savedShare({ sizeBytes }, { sizeBytes: floatSizeBytes }),
    latency_p50_ms: latency.p50Ms,
    latency_p95_ms: latency.p95Ms,
    latency_p95_band_ms: [latency.band.lowMs, latency.band.highMs],
    latency_runs: latency.runs,
    accuracy_metric: accuracy.metric,
    accuracy_value: accuracy.value,
    accuracy_delta: accuracy.delta,
    accuracy_rows: accuracy.rows
  }
}
