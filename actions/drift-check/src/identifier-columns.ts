import type { Column, TextColumn } from '../../../shared/src/tables/column.js'
import type { Baseline } from './baseline.js'

/** A text column of which a larger share of the cells are different values names rows rather than telling about them. */
const MOST_DIFFERENT = 0.95

/**
 * Columns of baseline data in which nearly every value is different: texts that hardly repeat, and numbers that only
 * rise or only fall from row to row. They drift by themselves. A profile holds no rows to tell them by.
 */
export function identifierColumns(baseline: Baseline): ReadonlySet<string> {
  if ('profile' in baseline) return new Set()
  return new Set(baseline.table.columns.filter(isIdentifier).map(({ name }) => name))
}

function isIdentifier(column: Column): boolean {
  return column.kind === 'numeric' ? isMonotonic(column.values) : hardlyRepeats(column)
}

function hardlyRepeats({ codes, dictionary }: TextColumn): boolean {
  const seen = new Set<string>()
  for (const code of codes) {
    const text = dictionary[code]
    if (text !== undefined) seen.add(text)
  }
  return seen.size > MOST_DIFFERENT * codes.length
}

/** Every value above the one before, or every one below; a missing value is neither. */
function isMonotonic(values: Float64Array): boolean {
  if (values.length < 2) return false
  const above = (value: number, row: number) => row === 0 || value > (values[row - 1] ?? Number.NaN)
  const below = (value: number, row: number) => row === 0 || value < (values[row - 1] ?? Number.NaN)
  return values.every(above) || values.every(below)
}
