import * as z from 'zod/mini'
import { featureKind, modelTask } from './model-signature.js'
import { count, modelId, semanticVersion, sha256, timestamp, trainingId } from './schema.js'

/** The forms a model can be exported in. */
export const variantNames = ['fp32', 'dynamic-int8', 'static-int8'] as const
export type VariantName = (typeof variantNames)[number]

const milliseconds = z.number().check(z.nonnegative())

const differences = {
  rows: count,
  max_absolute_difference: z.nullable(z.number()),
  mean_absolute_difference: z.nullable(z.number()),
  /** Largest |difference| / max(1, |reference|); this is what the tolerance is held against. */
  max_relative_difference: z.nullable(z.number()),
  /** Rows with another label; always 0 for regression. */
  label_flips: count
}

/** How far the exported model is from its reference; differences are null where a score was no finite number. */
export const edgeParity = z.object({
  /** What the float model was compared with: the training library's own predictions, or the registered file's scores. */
  reference: z.enum(['library', 'registered-model']),
  ...differences,
  tolerance: z.number(),
  passed: z.boolean(),
  /** The int8 model beside the float one; null for a float export. */
  quantization: z.nullable(z.object(differences))
})

const measured = z.object({
  size_bytes: count,
  /** Share of the float export's bytes that are saved. */
  size_reduction: z.number(),
  latency_p50_ms: milliseconds,
  latency_p95_ms: milliseconds,
  /** Lower and upper quartile of the blocks' 95th percentiles. */
  latency_p95_band_ms: z.tuple([milliseconds, milliseconds]),
  latency_runs: count,
  accuracy_metric: z.nullable(z.string()),
  accuracy_value: z.nullable(z.number()),
  /** Against the float export, positive = better; null where it could not be measured. */
  accuracy_delta: z.nullable(z.number()),
  accuracy_rows: count
})

/**
 * What a device trusts: `edge/<model_id>/<version>/manifest.json`, as canonical JSON. `manifest.sig` is the raw Ed25519
 * signature (64 bytes, RFC 8032) over exactly these bytes.
 */
export const edgeManifest = z.object({
  schema_version: z.literal(1),
  model_id: modelId,
  version: semanticVersion,
  /** Grows with every release of the model, so that a device can refuse an older one. */
  counter: z.int().check(z.positive()),
  created_at: timestamp,
  expires_at: timestamp,
  /** The version that was released before; null for the first. */
  previous_version: z.nullable(semanticVersion),
  files: z.array(z.object({ path: z.string(), sha256, size_bytes: count })).check(z.minLength(1)),
  variant: z.enum(variantNames),
  task: modelTask,
  target: z.nullable(z.string()),
  classes: z.nullable(z.array(z.string())),
  features: z.array(z.object({ name: z.string(), kind: featureKind })),
  /** The version of the standard operators; all operator sets by domain in `opsets`. */
  opset: count,
  opsets: z.record(z.string(), count),
  /** The oldest onnxruntime that runs the model; null where it is not known. */
  runtime_minimum: z.nullable(z.string()),
  measured,
  parity: edgeParity,
  source: z.object({
    training_id: trainingId,
    request_sha256: sha256,
    dataset_sha256: z.nullable(sha256),
    archive_sha256: sha256,
    onnx_sha256: sha256
  }),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER); null for an unsigned release. */
  key_id: z.nullable(sha256)
})

export type EdgeManifest = z.infer<typeof edgeManifest>
export type EdgeParity = z.infer<typeof edgeParity>
