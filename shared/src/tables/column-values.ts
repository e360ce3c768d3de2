import type { Column, NumericColumn, TextColumn } from './column.js'
import { parseNumberText } from '../domain/text/number-text.js'

/** The first cell of a column that is not a number. */
export interface NotANumber {
  readonly row: number
  readonly text: string
}

/** The column as numbers (NaN = missing), or the first cell that is none. Texts are parsed once per distinct value. */
export function numbersOf(column: Column): Float64Array | NotANumber {
  if (column.kind === 'numeric') return column.values
  const parsed = column.dictionary.map(parseNumberText)
  if (parsed.includes(undefined)) return firstText(column, parsed)
  const numbers = Float64Array.from(parsed, value => value ?? Number.NaN)
  return Float64Array.from(column.codes, code => (code < 0 ? Number.NaN : (numbers[code] ?? Number.NaN)))
}

function firstText(column: TextColumn, parsed: readonly (number | undefined)[]): NotANumber {
  const row = column.codes.findIndex(code => code >= 0 && parsed[code] === undefined)
  return { row, text: column.dictionary[column.codes[row] ?? -1] ?? '' }
}

/** The column as text; numbers in their shortest form, so read a column as text where its spelling matters. */
export function textsOf(column: Column): TextColumn {
  return column.kind === 'text' ? column : codeNumbers(column)
}

function codeNumbers({ name, values }: NumericColumn): TextColumn {
  const known = new Map<number, number>()
  const codes = Int32Array.from(values, value => {
    if (Number.isNaN(value)) return -1
    const code = known.get(value) ?? known.size
    known.set(value, code)
    return code
  })
  return { kind: 'text', name, codes, dictionary: Array.from(known.keys(), String) }
}

/** The number of missing cells and the first of them (−1 without any). */
export function missingCells(column: Column): { readonly count: number; readonly first: number } {
  let count = 0
  let first = -1
  const cells = column.kind === 'numeric' ? column.values : column.codes
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? 0
    if (!(column.kind === 'numeric' ? Number.isNaN(cell) : cell < 0)) continue
    if (count++ === 0) first = row
  }
  return { count, first }
}
