import {
  judgeVariant,
  type JudgedVariant,
  type MeasuredVariant
} from '../../../src/domain/edge/judge-variant.js'
import type { EdgeSettings } from '../../../src/domain/edge/settings.js'

export const settings: EdgeSettings = {
  quantize: 'auto',
  maxSizeBytes: 1000,
  maxLatencyMs: 10,
  maxAccuracyLoss: 0.01,
  expiresAfterMs: 1000
}

/** A variant that meets every budget unless the change says otherwise; times are p95, band ± 0.1. */
export function measured(
  name: MeasuredVariant['name'],
  change: {
    size?: number
    p95?: number
    delta?: number | null
    reference?: number
    band?: [number, number]
  } = {}
): MeasuredVariant {
  const { size = 900, p95 = 1, delta = 0, reference = 0.9, band = [p95 - 0.1, p95 + 0.1] } = change
  const value = delta === null ? null : reference + delta
  return {
    name,
    sizeBytes: size,
    latency: {
      runs: 2000,
      blocks: 10,
      p50Ms: p95 / 2,
      p95Ms: p95,
      band: { lowMs: band[0], highMs: band[1] }
    },
    accuracy: {
      metric: 'accuracy',
      value,
      delta,
      reference,
      rows: 100,
      ...(delta === null && { reason: 'no rows' })
    }
  }
}

export const judged = (...variant: Parameters<typeof measured>): JudgedVariant =>
  judgeVariant(measured(...variant), settings)
