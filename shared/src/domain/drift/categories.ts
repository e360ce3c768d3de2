import type { DriftColumn } from './drift-column.js'

/** How often each text occurs; texts by code point order of first appearance, missing cells apart. */
export interface CategoryCounts {
  readonly counts: ReadonlyMap<string, number>
  readonly missing: number
}

/** Counts the texts of a column; numbers count as their shortest text. */
export function countCategories(column: DriftColumn): CategoryCounts {
  return column.kind === 'text' ? countTexts(column.codes, column.dictionary) : countNumbers(column.values)
}

function countTexts(codes: Int32Array, dictionary: readonly string[]): CategoryCounts {
  const totals = new Float64Array(dictionary.length)
  let missing = 0
  for (const code of codes) {
    if (code < 0) missing++
    else totals[code] = (totals[code] ?? 0) + 1
  }
  const counts = new Map<string, number>()
  dictionary.forEach((text, code) => {
    const count = totals[code] ?? 0
    if (count > 0) counts.set(text, (counts.get(text) ?? 0) + count)
  })
  return { counts, missing }
}

function countNumbers(values: Float64Array): CategoryCounts {
  const byValue = new Map<number, number>()
  let missing = 0
  for (const value of values) {
    if (Number.isNaN(value)) missing++
    else byValue.set(value, (byValue.get(value) ?? 0) + 1)
  }
  return { counts: new Map([...byValue].map(([value, count]) => [String(value), count])), missing }
}

/** Ascending by code point. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) {
      return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0)
    }
  }
  return a.length - b.length
}
