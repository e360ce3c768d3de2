import type { Language } from '../../../shared/src/action/common-inputs.js'
import { formatNumber } from '../../../shared/src/action/markdown.js'
import type { AccuracyChange } from '../../../shared/src/domain/edge/judge-variant.js'
import type { Latency } from '../../../shared/src/domain/edge/latency.js'

/** Milliseconds for people, three digits: `0.0512 ms`, `12.3 ms`. */
export const milliseconds = (value: number): string => `${Number(value.toPrecision(3))} ms`

/** A share for people: `73 %`, `9.4 %`. */
export const percent = (share: number): string =>
  `${Math.abs(share) < 0.1 ? Number((share * 100).toFixed(1)) : Math.round(share * 100)} %`

/** The 95th percentile, and below it its noise band, as Markdown. */
export function latencyText({ p95Ms, band }: Latency): string {
  const short = (value: number) => String(Number(value.toPrecision(3)))
  return `${short(p95Ms)} ms<br><sub>${short(band.lowMs)} … ${short(band.highMs)}</sub>`
}

const words: Readonly<Record<Language, { same: string; worse: string; better: string; unknown: string }>> = {
  en: { same: 'same', worse: 'worse', better: 'better', unknown: 'not measured' },
  ja: { same: '同じ', worse: '悪化', better: '改善', unknown: '未測定' }
}

/** The primary metric with its change against the float export, where it has one. */
export function accuracyText({ value, delta }: AccuracyChange, language: Language, isFloat: boolean): string {
  const text = words[language]
  if (value === null || delta === null) return text.unknown
  if (isFloat) return formatNumber(value)
  if (delta === 0) return `${formatNumber(value)} (${text.same})`
  return `${formatNumber(value)} (${formatNumber(Math.abs(delta))} ${delta < 0 ? text.worse : text.better})`
}
