import type { ReportedNumber } from '../../../shared/src/domain/records/drift-report.js'

const FEWEST_DIGITS = 3
const MOST_DIGITS = 15

/** Numbers for people, with the fewest significant digits (at least three) that keep different numbers apart. */
export function numberTexts(numbers: readonly ReportedNumber[]): readonly string[] {
  const different = new Set(numbers).size
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const texts = numbers.map(number => textOf(number, digits))
    if (new Set(texts).size === different) return texts
  }
  return numbers.map(number => textOf(number, MOST_DIGITS))
}

function textOf(number: ReportedNumber, digits: number): string {
  if (number === 'inf') return '∞'
  if (number === '-inf') return '−∞'
  const rounded = Number(number.toPrecision(digits))
  const whole = Number.isInteger(number) && Math.abs(number) < 1e15 ? number : rounded
  const magnitude = Math.abs(whole)
  const text =
    magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-4)
      ? whole.toExponential().replace('e+', 'e')
      : whole.toLocaleString('en-US', {
          maximumSignificantDigits: MOST_DIGITS,
          useGrouping: magnitude >= 1e5
        })
  return text.replace('-', '−')
}

/** A population stability index or another measure that is small: two digits after the first that counts. */
export function measureText(value: number): string {
  if (value === 0) return '0'
  if (value < 0.001) return '<0.001'
  return value < 0.1 ? value.toFixed(3) : value.toFixed(2)
}

/** A p-value. */
export function pValueText(p: number): string {
  if (p < 0.001) return 'p < 0.001'
  return `p ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`
}

/** A share of rows in per cent. */
export function percentText(share: number): string {
  const percent = 100 * share
  if (percent === 0) return '0 %'
  if (percent < 0.1) return '<0.1 %'
  if (percent < 10 && Math.abs(percent - Math.round(percent)) >= 0.05) return `${percent.toFixed(1)} %`
  // Not everything is 100 %, even where it would be rounded to that.
  return percent > 99.5 && percent < 100 ? '>99 %' : `${Math.round(percent)} %`
}

/** Two shares in per cent, the more precise where they would look the same. */
export function percentTexts(from: number, to: number): readonly [string, string] {
  const [one, other] = [percentText(from), percentText(to)]
  if (one !== other || from === to) return [one, other]
  return [`${(100 * from).toFixed(1)} %`, `${(100 * to).toFixed(1)} %`]
}
