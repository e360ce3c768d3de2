import { bar } from '../../../shared/src/action/markdown.js'
import type { ReportedBin, ReportedNumber } from '../../../shared/src/domain/records/drift-report.js'
import type { DriftMessages } from './drift-messages.js'
import { numberTexts, percentText } from './number-texts.js'
import { cutText, fitText, textWidth } from './text-width.js'

const BAR = 6
const PERCENT = 6
const WIDEST_LABEL = 18
const MOST_BINS = 14
const GAP = 2
const BREAK = '\u200b'

/** One line of the picture. */
interface Line {
  readonly label: string
  readonly baseline: number
  readonly current: number
}

/** Both distributions side by side, one bin a line: label, bar and share of the baseline, bar and share of the current data. */
export function distributionText(bins: readonly ReportedBin[], messages: DriftMessages): string {
  const lines = linesOf(bins, messages)
  const width = Math.min(WIDEST_LABEL, Math.max(...lines.map(({ label }) => textWidth(label)), 1))
  const most = Math.max(...lines.flatMap(({ baseline, current }) => [baseline, current]), Number.MIN_VALUE)
  const side = (share: number) =>
    `${bar(share / most, BAR).padEnd(BAR)}${percentText(share).padStart(PERCENT)}`
  const gap = ' '.repeat(GAP)
  const heading = [fitText('', width), fitText(messages.baseline, BAR + PERCENT), messages.current]
  return [
    heading.join(gap),
    ...lines.map(({ label, baseline, current }) =>
      [fitText(label, width), side(baseline), side(current)].join(gap)
    )
  ].join('\n')
}

/** Bins that hold rows; of many categories those that moved most, the others together. */
function linesOf(bins: readonly ReportedBin[], messages: DriftMessages): readonly Line[] {
  const labels = binLabels(bins, messages)
  const lines = bins
    .map(({ baseline, current }, index) => ({ label: labels[index] ?? '', baseline, current }))
    .filter(({ baseline, current }) => baseline > 0 || current > 0)
  if (lines.length <= MOST_BINS) return lines
  const moved = lines.toSorted((a, b) => distance(b) - distance(a)).slice(0, MOST_BINS - 1)
  const shown = new Set(moved)
  const hidden = lines.filter(line => !shown.has(line))
  const sum = (side: 'baseline' | 'current') => hidden.reduce((total, line) => total + line[side], 0)
  return [
    ...lines.filter(line => shown.has(line)),
    { label: messages.moreBins(hidden.length), baseline: sum('baseline'), current: sum('current') }
  ]
}

function distance({ baseline, current }: Line): number {
  return Math.abs(current - baseline)
}

/** What each bin is called; numbers with as many digits as keep the bins apart. */
export function binLabels(bins: readonly ReportedBin[], messages: DriftMessages): readonly string[] {
  const numbers = [...new Set(bins.flatMap(numbersOf))]
  const texts = numberTexts(numbers)
  const textOf = (number: ReportedNumber) => texts[numbers.indexOf(number)] ?? String(number)
  return bins.map(({ bin }) => {
    switch (bin.kind) {
      case 'interval':
        return intervalLabel(bin, textOf)
      case 'value':
        return textOf(bin.value)
      case 'category':
        return categoryLabel(bin.value)
      default:
        return messages.bins[bin.kind]
    }
  })
}

/** At the start of a line, so that a log that shows the report must not take it for a command. */
function categoryLabel(category: string): string {
  const label = cutText(category === '' ? '""' : category, WIDEST_LABEL)
  return label.replace(/^\s*(?=::|##\[)/, `$&${BREAK}`)
}

function numbersOf({ bin }: ReportedBin): readonly ReportedNumber[] {
  if (bin.kind === 'value') return [bin.value]
  return bin.kind === 'interval' ? [bin.lower, bin.upper].filter(bound => bound !== null) : []
}

function intervalLabel(
  { lower, upper }: { lower: ReportedNumber | null; upper: ReportedNumber | null },
  textOf: (number: ReportedNumber) => string
): string {
  if (lower === null) return upper === null ? '…' : `≤ ${textOf(upper)}`
  return upper === null ? `> ${textOf(lower)}` : `${textOf(lower)} … ${textOf(upper)}`
}
