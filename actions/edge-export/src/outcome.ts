import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { VariantReason } from '../../../shared/src/domain/edge/choose-variant.js'
import type { JudgedVariant } from '../../../shared/src/domain/edge/judge-variant.js'
import type { EdgeSettings } from '../../../shared/src/domain/edge/settings.js'
import type {
  EdgeManifest,
  EdgeParity,
  VariantName
} from '../../../shared/src/domain/records/edge-manifest.js'
import type { ModelTask } from '../../../shared/src/domain/records/model-signature.js'
import { tableReasonCodes } from '../../../shared/src/tables/table-reason-codes.js'

/** The words of `decision`. */
export const decisions = ['exported', 'over-budget', 'parity-failed', 'unsupported'] as const
export type EdgeDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  exported: {
    exported: 'A new release is published.',
    'already-exported': 'The current release is this version with these settings; nothing was changed.'
  },
  'over-budget': {
    'size-over-budget': 'The model is larger than `max-size`.',
    'latency-over-budget': 'Scoring one row takes longer than `max-latency` (95th percentile).',
    'accuracy-over-budget': 'Quantization loses more of the primary metric than `max-accuracy-loss`.',
    'several-over-budget': 'More than one budget is exceeded.'
  },
  'parity-failed': {
    'parity-failed':
      'The exported model does not predict what its reference predicted; nothing was published.'
  },
  unsupported: {
    'version-unknown': 'There is no such version, or the run was not registered.',
    'no-production-version': 'No version of the model is in production.',
    'version-not-exportable':
      'The version was rejected or quarantined; such a model must not reach a device.',
    'no-onnx-model': 'The version has no model.onnx.',
    'no-signature': 'The ONNX file does not say which features it takes.',
    'no-real-rows': 'There are neither parity rows nor test data to measure with.',
    'nothing-to-quantize': 'int8 was asked for, and the model has no weights that it could make smaller.',
    'not-quantizable': 'int8 was asked for, and the model cannot be quantized or run that way.',
    'no-calibration-rows': 'static-int8 was asked for, and there are no rows to calibrate with.',
    'accuracy-unmeasured': 'int8 was asked for, and what it would lose cannot be measured.',
    'neo-unavailable': 'This release cannot compile with SageMaker Neo.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'policy-unknown':
      'For an issue or a comment there is no token to read the policy of the default branch with.',
    'policy-invalid': 'The policy file cannot be used; all problems are listed.',
    'signing-key-invalid': 'The signing key is no Ed25519 key in PEM form (PKCS#8).',
    'signing-key-mismatch': 'The signing key is not the one of the policy (`edge.public_key`).',
    'signing-key-missing':
      'There is no signing key, and the policy has a public key or the current release is signed.',
    'public-key-invalid': "The policy's `edge.public_key` is no Ed25519 public key in PEM form.",
    'model-unknown': 'The model that was named has no registry in the store.',
    'record-missing': 'A record of the version is missing in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'artifact-changed': 'A file of the version in the store is not the one that was registered.',
    'store-object-missing': 'A file of the version is not in the store.',
    'store-object-too-large': 'The ONNX file is larger than this action reads.',
    'export-busy': 'Another export of the model did not end in time; run the step again.',
    'export-overtaken': 'This export took too long to write, and another one went ahead; run the step again.',
    'dataset-description-invalid': 'dataset.json cannot be used; all problems are listed.',
    'dataset-too-large': 'The test files are larger than this action reads.',
    ...tableReasonCodes('test file'),
    'feature-missing': 'A feature of the model is not a column of the test data.',
    'feature-not-numeric': 'A numeric feature of the model holds text in the test data.',
    'target-missing-column': 'The target is not a column of the test data.',
    'target-missing-values': 'Rows of the test data have no target value.',
    'target-not-numeric': 'A regression target holds something that is not a number.',
    'target-mismatch': 'The test target has many classes that the model has never seen.',
    'unknown-positive-class': "The positive class is none of the model's classes.",
    'model-unreadable': 'The model archive or the ONNX file is damaged.',
    'model-unsupported': 'onnxruntime cannot run the ONNX file as it is.',
    'model-too-large': 'The model archive is larger than this action reads.',
    'metrics-unreadable': "The archive's metrics.json is not one flat object of numbers.",
    'feature-mismatch': 'The ONNX file takes other features than it says.',
    'inference-failed': 'onnxruntime failed to run the model.',
    'unsupported-platform': 'onnxruntime does not run on this machine; use a linux/x64 runner.',
    ...storeReasonCodes
  }
} as const

/** Why a variant could not be made. */
export interface Unavailable {
  readonly name: VariantName
  readonly code: 'nothing-to-quantize' | 'no-calibration-rows' | 'not-quantizable'
  readonly detail: string
}

/** How far a quantized model is from the float one; differences are null where a score was no finite number. */
export type QuantizationDifference = NonNullable<EdgeParity['quantization']>

/** A variant that was measured: what it came to, and why it was chosen or not. */
export interface VariantReport {
  readonly judged: JudgedVariant
  readonly reason: VariantReason
  /** Null for the float export. */
  readonly difference: QuantizationDifference | null
}

/** A release as it stands in the store. */
export interface Release {
  readonly manifest: EdgeManifest
  readonly onnxUri: string
  readonly manifestUri: string
}

/** What `edge-export` found, decided and published. */
export interface EdgeOutcome {
  readonly decision: EdgeDecision
  readonly reasonCode: string
  readonly message: string
  readonly modelId: string
  readonly version: string | undefined
  /** Known once the model was read. */
  readonly task: ModelTask | undefined
  readonly settings: EdgeSettings | undefined
  readonly variants: readonly VariantReport[]
  readonly unavailable: readonly Unavailable[]
  /** The parity of the float export, where it was checked. */
  readonly parity: EdgeParity | undefined
  /** What was published now, or stands published already. */
  readonly release: Release | undefined
  /** What devices keep, when nothing new was published. */
  readonly earlier: { readonly version: string; readonly counter: number } | undefined
  /** What a reader should know of the measurement, for people. */
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
}

/** The action's own outputs. */
export function toOutputs(outcome: EdgeOutcome): Record<string, string> {
  const manifest = outcome.release?.manifest
  const file = manifest?.files[0]
  const text = (value: number | undefined) => (value === undefined ? '' : String(value))
  return {
    onnx: outcome.release?.onnxUri ?? '',
    variant: manifest?.variant ?? '',
    'size-bytes': text(file?.size_bytes),
    'size-reduction': text(manifest?.measured.size_reduction),
    'latency-p50-ms': text(manifest?.measured.latency_p50_ms),
    'latency-p95-ms': text(manifest?.measured.latency_p95_ms),
    parity: outcome.parity === undefined ? '' : JSON.stringify(outcome.parity),
    manifest: outcome.release?.manifestUri ?? '',
    sha256: file?.sha256 ?? ''
  }
}

/** An outcome in which nothing was measured or published. */
export function nothing(modelId: string): Omit<EdgeOutcome, 'decision' | 'reasonCode' | 'message'> {
  return {
    modelId,
    version: undefined,
    task: undefined,
    settings: undefined,
    variants: [],
    unavailable: [],
    parity: undefined,
    release: undefined,
    earlier: undefined,
    notes: [],
    warnings: []
  }
}
