import { mainChange } from '../../../shared/src/domain/drift/report-change.js'
import type { ReportedFeature, ReportedNumber } from '../../../shared/src/domain/records/drift-report.js'
import { binLabels } from './distribution.js'
import type { DriftMessages } from './drift-messages.js'
import { numberTexts, percentTexts } from './number-texts.js'

/** What changed most about a feature, and in which direction, in a few plain words; '' where nothing did. */
export function changeText(feature: ReportedFeature, messages: DriftMessages): string {
  const change = mainChange(feature)
  switch (change?.kind) {
    case undefined:
      return ''
    case 'missing':
      return arrow(messages.bins.missing, percentTexts(change.baseline, change.current))
    case 'median':
      return arrow(messages.median, pair(change.baseline, change.current))
    case 'range': {
      const [low = '', high = '', newLow = '', newHigh = ''] = numberTexts([
        ...change.baseline,
        ...change.current
      ])
      return arrow(messages.range, [`${low} … ${high}`, `${newLow} … ${newHigh}`])
    }
    case 'bin': {
      const bins = feature.bins ?? []
      const label = binLabels(bins, messages)[bins.findIndex(({ bin }) => bin === change.bin)] ?? ''
      const name = change.bin.kind === 'category' ? `"${label}"` : label
      return arrow(`${name}:`, percentTexts(change.baseline, change.current))
    }
  }
}

function pair(from: ReportedNumber, to: ReportedNumber): readonly [string, string] {
  const [one = '', other = ''] = numberTexts([from, to])
  return [one, other]
}

function arrow(what: string, [from, to]: readonly [string, string]): string {
  return `${what} ${from} → ${to}`
}
