import type { Column } from '../column.js'
import { isMissingText, parseNumberText } from '../../domain/text/number-text.js'
import { tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { SPACE, TAB } from './bytes.js'
import type { FieldReader } from './field-reader.js'
import { TextInterner } from './text-interner.js'

/** How a column is read. `auto` is numeric until a cell is not a number; then it is set aside for another pass. */
export type ColumnMode = 'skip' | 'auto' | 'numeric' | 'text'

export const SKIP = 0
export const NUMBER = 1
export const TEXT = 2

/** Why a cell could not be stored. */
export type CellFault = 'not-a-number' | 'dictionary-full'

const FIRST_CELLS = 2 ** 20
const MOST_FIRST_ROWS = 1024
const FEWEST_FIRST_ROWS = 16

/** Where the cells of each column go: typed arrays that grow together. */
export class ColumnSinks {
  /** SKIP, NUMBER or TEXT by column; read by the scanner for every cell. */
  readonly kinds: Uint8Array
  /** Values by column; empty arrays for columns that are not numeric. */
  readonly numbers: Float64Array[]
  capacity: number
  readonly #modes: readonly ColumnMode[]
  readonly #codes: Int32Array[]
  readonly #interners: (TextInterner | undefined)[]
  readonly #demoted = new Set<number>()
  readonly #limits: TableLimits

  constructor(modes: readonly ColumnMode[], limits: TableLimits) {
    this.#modes = modes
    this.#limits = limits
    this.kinds = Uint8Array.from(modes, mode => (mode === 'skip' ? SKIP : mode === 'text' ? TEXT : NUMBER))
    const rows = Math.floor(FIRST_CELLS / Math.max(1, modes.length))
    this.capacity = Math.max(FEWEST_FIRST_ROWS, Math.min(MOST_FIRST_ROWS, rows))
    this.numbers = modes.map(
      (_, column) => new Float64Array(this.kinds[column] === NUMBER ? this.capacity : 0)
    )
    this.#codes = modes.map(mode => new Int32Array(mode === 'text' ? this.capacity : 0))
    const budget = { left: limits.maxDictionaryBytes }
    this.#interners = modes.map(mode => (mode === 'text' ? new TextInterner(budget) : undefined))
  }

  /** Columns of mode `auto` that turned out not to be numeric. */
  get demoted(): ReadonlySet<number> {
    return this.#demoted
  }

  /** Stores a cell that is not a plain decimal. */
  put(column: number, row: number, field: FieldReader): CellFault | undefined {
    return this.kinds[column] === TEXT
      ? this.#putText(column, row, field)
      : this.#putNumber(column, row, field)
  }

  #putNumber(column: number, row: number, field: FieldReader): CellFault | undefined {
    const value = parseNumberText(field.text())
    const values = this.numbers[column]
    if (value !== undefined && values !== undefined) {
      values[row] = value
      return undefined
    }
    if (this.#modes[column] !== 'auto') return 'not-a-number'
    this.#demote(column)
    return undefined
  }

  #demote(column: number): void {
    this.kinds[column] = SKIP
    this.numbers[column] = new Float64Array(0)
    this.#demoted.add(column)
  }

  #putText(column: number, row: number, field: FieldReader): CellFault | undefined {
    const codes = this.#codes[column]
    const interner = this.#interners[column]
    if (codes === undefined || interner === undefined) return undefined
    const { content, start, end } = field
    if (isMissing(content, start, end)) {
      codes[row] = -1
      return undefined
    }
    const code = interner.code(content, start, end)
    codes[row] = code
    return code < 0 ? 'dictionary-full' : undefined
  }

  /** Makes room for at least one more row than `rows`; `expected` is a guess of how many there will be. */
  grow(file: string, rows: number, expected: number): void {
    const kept = Math.max(
      1,
      this.kinds.reduce((sum, kind) => sum + (kind === SKIP ? 0 : 1), 0)
    )
    const most = Math.floor(this.#limits.maxCells / kept)
    if (rows >= most) throw tooManyCells(file, kept, this.#limits)
    this.capacity = Math.min(most, Math.max(expected, Math.ceil(rows * 1.5)))
    for (let column = 0; column < this.kinds.length; column++) this.#growColumn(column, rows)
  }

  #growColumn(column: number, rows: number): void {
    if (this.kinds[column] === NUMBER) {
      const values = new Float64Array(this.capacity)
      values.set((this.numbers[column] ?? values).subarray(0, rows))
      this.numbers[column] = values
    } else if (this.kinds[column] === TEXT) {
      const codes = new Int32Array(this.capacity)
      codes.set((this.#codes[column] ?? codes).subarray(0, rows))
      this.#codes[column] = codes
    }
  }

  /** The column as read, undefined when it was skipped or demoted. The sink must not be used afterwards. */
  take(column: number, name: string, rows: number): Column | undefined {
    const interner = this.#interners[column]
    if (interner !== undefined) {
      const codes = fitted(this.#codes[column] ?? new Int32Array(0), rows)
      this.#codes[column] = new Int32Array(0)
      return { kind: 'text', name, codes, dictionary: interner.dictionary() }
    }
    if (this.kinds[column] !== NUMBER) return undefined
    const values = fitted(this.numbers[column] ?? new Float64Array(0), rows)
    this.numbers[column] = new Float64Array(0)
    return { kind: 'numeric', name, values }
  }
}

/** The first `rows` elements, without holding on to much unused room. */
function fitted<T extends Float64Array | Int32Array>(array: T, rows: number): T {
  const tight = array.length - rows <= rows / 8
  return (tight ? array.subarray(0, rows) : array.slice(0, rows)) as T
}

function isMissing(bytes: Buffer, from: number, to: number): boolean {
  let start = from
  let end = to
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  if (start === end) return true
  const startsWithN = ((bytes[start] ?? 0) | 32) === 110
  return startsWithN && end - start <= 4 && isMissingText(bytes.toString('latin1', start, end))
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB
}

function tooManyCells(file: string, columns: number, limits: TableLimits): Error {
  return tableError(
    'table-too-large',
    { file },
    {
      message: `more than ${Math.floor(limits.maxCells / columns)} rows of ${columns} columns (${limits.maxCells} cells)`,
      hint: 'Read fewer columns, or a sample of the rows.'
    }
  )
}
