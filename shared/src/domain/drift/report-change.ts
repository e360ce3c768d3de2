import type { ReportedBin, ReportedFeature, ReportedNumber } from '../records/drift-report.js'

/** What changed most about a feature, with its direction. */
export type DriftChange =
  | { readonly kind: 'missing'; readonly baseline: number; readonly current: number }
  | { readonly kind: 'median'; readonly baseline: ReportedNumber; readonly current: ReportedNumber }
  | {
      readonly kind: 'range'
      readonly baseline: readonly [low: ReportedNumber, high: ReportedNumber]
      readonly current: readonly [low: ReportedNumber, high: ReportedNumber]
    }
  | {
      readonly kind: 'bin'
      readonly bin: ReportedBin['bin']
      readonly baseline: number
      readonly current: number
    }

/** A bin must gain or lose so many of the rows, or a quantile move by so much of the baseline's range, to be told. */
const SMALLEST_SHARE = 0.005
const SMALLEST_MOVE = 0.05

/**
 * The change that tells most: of the missing cells where they moved most, else of the median, else of the range from 5 %
 * to 95 %, else of the bin that gained or lost most rows. Undefined where nothing worth telling moved.
 */
export function mainChange({ bins = [], quantiles }: ReportedFeature): DriftChange | undefined {
  const most = bins.reduce<ReportedBin | undefined>(
    (best, bin) => (best === undefined || moved(bin) > moved(best) ? bin : best),
    undefined
  )
  if (most === undefined || moved(most) < SMALLEST_SHARE) return undefined
  const { bin, baseline, current } = most
  if (bin.kind === 'missing') return { kind: 'missing', baseline, current }
  const shift = quantiles === undefined ? undefined : quantileChange(quantiles)
  return shift ?? { kind: 'bin', bin, baseline, current }
}

function moved({ baseline, current }: ReportedBin): number {
  return Math.abs(current - baseline)
}

function quantileChange({
  baseline,
  current
}: NonNullable<ReportedFeature['quantiles']>): DriftChange | undefined {
  const range = distance(baseline.p5, baseline.p95)
  const moves = (from: ReportedNumber, to: ReportedNumber) => distance(from, to) > SMALLEST_MOVE * range
  if (moves(baseline.p50, current.p50))
    return { kind: 'median', baseline: baseline.p50, current: current.p50 }
  if (!moves(baseline.p5, current.p5) && !moves(baseline.p95, current.p95)) return undefined
  return { kind: 'range', baseline: [baseline.p5, baseline.p95], current: [current.p5, current.p95] }
}

function distance(from: ReportedNumber, to: ReportedNumber): number {
  if (from === to) return 0
  return typeof from === 'number' && typeof to === 'number' ? Math.abs(to - from) : Infinity
}
