import type { VariantName } from '../records/edge-manifest.js'
import type { JudgedVariant } from './judge-variant.js'
import type { Quantize } from './settings.js'

/** Why a variant was chosen or not. */
export type VariantReason =
  | { readonly code: 'as-asked' }
  /** The first choice, with nothing better beside it. */
  | { readonly code: 'within-budgets' }
  | { readonly code: 'smaller'; readonly share: number }
  /** It meets the budgets, and the float export does not. */
  | { readonly code: 'float-over-budget' }
  | { readonly code: 'over-budget' }
  | { readonly code: 'accuracy-unknown' }
  | { readonly code: 'hardly-smaller'; readonly share: number }
  | { readonly code: 'slower'; readonly times: number }
  | { readonly code: 'another-chosen' }
  | { readonly code: 'for-comparison' }

export interface Choice {
  /** Undefined: nothing may be published. */
  readonly chosen: VariantName | undefined
  readonly reasons: ReadonlyMap<VariantName, VariantReason>
}

/** Percent of the float export's size that int8 may have before it is not worth its loss. */
const WORTHWHILE_PERCENT = 90

/**
 * Chooses what is exported. `auto` takes the first int8 variant that meets every budget and is at least a tenth smaller
 * and not slower beyond the noise, or that meets the budgets where the float export does not; else the float export.
 */
export function chooseVariant(quantize: Quantize, judged: readonly JudgedVariant[]): Choice {
  const float = judged.find(variant => variant.name === 'fp32')
  if (float === undefined) throw new Error('the float export is always measured')
  const others = judged.filter(variant => variant !== float)
  if (quantize !== 'auto') return asAsked(quantize === 'none' ? 'fp32' : quantize, judged)
  const refused = others.map(variant => [variant, whyNot(variant, float)] as const)
  const better = refused.find(([, reason]) => reason === undefined)?.[0]
  const chosen = better ?? (float.eligible ? float : undefined)
  const reasons = new Map<VariantName, VariantReason>([
    [float.name, floatReason(float, better)],
    ...refused.map(
      ([variant, reason]) =>
        [
          variant.name,
          reason ?? (variant === better ? whyChosen(variant, float) : { code: 'another-chosen' })
        ] as const
    )
  ])
  return { chosen: chosen?.name, reasons }
}

function asAsked(wanted: VariantName, judged: readonly JudgedVariant[]): Choice {
  const reasons = judged.map((variant): [VariantName, VariantReason] => {
    if (variant.name !== wanted) return [variant.name, { code: 'for-comparison' }]
    return [variant.name, variant.eligible ? { code: 'as-asked' } : whyIneligible(variant)]
  })
  const found = judged.find(variant => variant.name === wanted)
  return { chosen: found?.eligible === true ? wanted : undefined, reasons: new Map(reasons) }
}

function whyIneligible(variant: JudgedVariant): VariantReason {
  const exceeded = variant.findings.some(finding => finding.met === false)
  return { code: exceeded ? 'over-budget' : 'accuracy-unknown' }
}

function whyNot(variant: JudgedVariant, float: JudgedVariant): VariantReason | undefined {
  if (!variant.eligible) return whyIneligible(variant)
  if (!float.eligible) return undefined
  if (variant.sizeBytes * 100 > float.sizeBytes * WORTHWHILE_PERCENT)
    return { code: 'hardly-smaller', share: savedShare(variant, float) }
  if (variant.latency.band.lowMs > float.latency.band.highMs)
    return { code: 'slower', times: variant.latency.p95Ms / float.latency.p95Ms }
  return undefined
}

function whyChosen(variant: JudgedVariant, float: JudgedVariant): VariantReason {
  return float.eligible
    ? { code: 'smaller', share: savedShare(variant, float) }
    : { code: 'float-over-budget' }
}

function floatReason(float: JudgedVariant, better: JudgedVariant | undefined): VariantReason {
  if (!float.eligible) return { code: 'over-budget' }
  return { code: better === undefined ? 'within-budgets' : 'another-chosen' }
}

/** Share of the float export's bytes that a variant saves. */
export function savedShare(
  variant: Pick<JudgedVariant, 'sizeBytes'>,
  float: Pick<JudgedVariant, 'sizeBytes'>
): number {
  return float.sizeBytes === 0 ? 0 : 1 - variant.sizeBytes / float.sizeBytes
}
