import type { Policy } from '../policy/policy.js'
import { parseSizeBytes } from '../request/byte-size.js'
import { canonicalJson } from '../request/canonical-json.js'
import { parseDurationMilliseconds } from '../request/duration.js'
import { sha256Hex } from '../request/sha256.js'
import type { TrainingRequest } from '../request/training-request.js'

/** What may be quantized: `auto` decides by measuring. */
export const quantizeModes = ['auto', 'none', 'dynamic-int8', 'static-int8'] as const
export type Quantize = (typeof quantizeModes)[number]

/** How a model is to be exported. */
export interface EdgeSettings {
  readonly quantize: Quantize
  readonly maxSizeBytes: number
  /** 95th percentile of scoring one row. */
  readonly maxLatencyMs: number
  /** Share of the float model's primary metric that quantization may lose. */
  readonly maxAccuracyLoss: number
  readonly expiresAfterMs: number
}

/** The settings as one source gives them; sizes and durations as texts. */
export interface EdgeWishes {
  readonly quantize?: Quantize | undefined
  readonly max_size?: string | undefined
  readonly max_latency?: string | undefined
  readonly max_accuracy_loss?: number | undefined
}

const YEAR_MS = 365 * 24 * 3_600_000
const BUILT_IN: EdgeSettings = {
  quantize: 'auto',
  maxSizeBytes: 5_000_000,
  maxLatencyMs: 100,
  maxAccuracyLoss: 0.01,
  expiresAfterMs: YEAR_MS
}

/** Each setting from the input, else the request, else the policy, else the built-in default. */
export function resolveSettings(
  inputs: EdgeWishes & { readonly expires_after?: string | undefined },
  request: TrainingRequest['edge'],
  policy: Policy['edge']
): EdgeSettings {
  const first = <K extends keyof EdgeWishes>(name: K): EdgeWishes[K] =>
    inputs[name] ?? request?.[name] ?? policy?.[name]
  return {
    quantize: first('quantize') ?? BUILT_IN.quantize,
    maxSizeBytes: parseSizeBytes(first('max_size') ?? '') ?? BUILT_IN.maxSizeBytes,
    maxLatencyMs: parseDurationMilliseconds(first('max_latency') ?? '') ?? BUILT_IN.maxLatencyMs,
    maxAccuracyLoss: first('max_accuracy_loss') ?? BUILT_IN.maxAccuracyLoss,
    expiresAfterMs: parseDurationMilliseconds(inputs.expires_after ?? '') ?? BUILT_IN.expiresAfterMs
  }
}

/** Counts up when the same model and settings would give another file than an earlier release of this suite did. */
const EXPORTER = 1

/** SHA-256 of what an export was asked for; the same digest over the same model needs no new export. */
export function settingsDigest(settings: EdgeSettings, keyId: string | null): string {
  return sha256Hex(canonicalJson({ ...settings, key_id: keyId, exporter: EXPORTER }))
}
