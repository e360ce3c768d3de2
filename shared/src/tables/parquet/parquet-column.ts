import type { DecodedArray } from 'hyparquet'
import type { NumericColumn, TextColumn } from '../column.js'
import { isMissingText, parseNumberText } from '../../domain/text/number-text.js'
import { shorten, tableError } from '../table-error.js'
import type { TextBudget } from '../text-budget.js'
import type { ColumnType } from './column-type.js'
import type { ColumnPage } from './decode-pages.js'
import type { ParquetFile } from './parquet-file.js'

const ENTRY_BYTES = 64

interface Place {
  readonly file: string
  readonly column: string
}

/**
 * The column as numbers. A value that is none makes it undefined, or a `table-not-a-number` where numbers are
 * `required`; texts are parsed then.
 */
export async function numericColumn(
  files: readonly ParquetFile[],
  name: string,
  { rows, required }: { readonly rows: number; readonly required: boolean }
): Promise<NumericColumn | undefined> {
  const values = new Float64Array(rows)
  const reader = new NumberReader()
  let row = 0
  for (const file of files) {
    const type = typeOf(file, name)
    const firstRow = row
    for await (const page of file.pages(name)) {
      const wrong = file.convert(name, () => reader.put(values.subarray(row, row + page.rows), page, type))
      if (wrong !== undefined) {
        if (!required) return undefined
        throw notANumber(
          { file: file.name, column: name },
          row + wrong.row - firstRow,
          type.toText(wrong.raw)
        )
      }
      row += page.rows
    }
  }
  return { kind: 'numeric', name, values }
}

interface WrongCell {
  readonly row: number
  readonly raw: unknown
}

/** Puts pages into place; a dictionary is converted once, not for every page that refers to it. */
class NumberReader {
  #dictionary: DecodedArray | undefined
  #entries: Numbers = { values: new Float64Array(0), wrong: undefined }

  put(target: Float64Array, page: ColumnPage, type: ColumnType): WrongCell | undefined {
    const stored = page.dictionary ?? page.values
    const numbers = page.dictionary === undefined ? numbersOf(stored, type) : this.#entriesOf(stored, type)
    if (page.dictionary === undefined && page.present === undefined && !numbers.wrong) {
      target.set(numbers.values)
      return undefined
    }
    if (page.present !== undefined) target.fill(Number.NaN)
    for (let row = 0, next = 0; row < page.rows; row++) {
      if (page.present?.[row] === 0) continue
      const index = page.dictionary === undefined ? next : Number(page.values[next])
      next++
      if (numbers.wrong?.has(index) === true) return { row, raw: stored[index] }
      target[row] = numbers.values[index] ?? Number.NaN
    }
    return undefined
  }

  #entriesOf(dictionary: DecodedArray, type: ColumnType): Numbers {
    if (dictionary !== this.#dictionary) {
      this.#dictionary = dictionary
      this.#entries = numbersOf(dictionary, type)
    }
    return this.#entries
  }
}

interface Numbers {
  readonly values: Float64Array | Float32Array | Int32Array
  /** Which of the values are not numbers, if any. */
  readonly wrong: ReadonlySet<number> | undefined
}

function numbersOf(stored: DecodedArray, type: ColumnType): Numbers {
  const array =
    stored instanceof Float64Array || stored instanceof Float32Array || stored instanceof Int32Array
  if (array && type.direct) return { values: stored, wrong: undefined }
  const wrong = new Set<number>()
  const values = Float64Array.from(stored as Iterable<unknown>, (raw, index) => {
    const value = type.kind === 'numeric' ? type.toNumber(raw) : parseNumberText(type.toText(raw))
    if (value === undefined) wrong.add(index)
    return value ?? Number.NaN
  })
  return { values, wrong: wrong.size === 0 ? undefined : wrong }
}

/** The column as dictionary-coded text, numbers in their shortest form. */
export async function textColumn(
  files: readonly ParquetFile[],
  name: string,
  { rows, budget }: { readonly rows: number; readonly budget: TextBudget }
): Promise<TextColumn> {
  const codes = new Int32Array(rows)
  const coder = new TextCoder(budget)
  let row = 0
  for (const file of files) {
    const type = typeOf(file, name)
    for await (const page of file.pages(name)) {
      const fits = file.convert(name, () => coder.put(codes.subarray(row, row + page.rows), page, type))
      if (!fits) throw dictionaryFull({ file: file.name, column: name })
      row += page.rows
    }
  }
  return { kind: 'text', name, codes, dictionary: coder.dictionary() }
}

/** Numbers distinct texts; a page's dictionary is translated once, not for every row. */
class TextCoder {
  readonly #known = new Map<string, number>()
  readonly #budget: TextBudget
  #dictionary: DecodedArray | undefined
  #translated = new Int32Array(0)

  constructor(budget: TextBudget) {
    this.#budget = budget
  }

  dictionary(): readonly string[] {
    return [...this.#known.keys()]
  }

  /** Codes of a page; false when there are too many distinct texts. */
  put(target: Int32Array, page: ColumnPage, type: ColumnType): boolean {
    if (page.dictionary !== undefined && page.dictionary !== this.#dictionary) {
      this.#dictionary = page.dictionary
      this.#translated = new Int32Array(page.dictionary.length).fill(-2)
    }
    if (page.present !== undefined) target.fill(-1)
    for (let row = 0, next = 0; row < page.rows; row++) {
      if (page.present?.[row] === 0) continue
      const raw: unknown = page.values[next++]
      target[row] =
        page.dictionary === undefined ? this.#code(type.toText(raw)) : this.#translate(Number(raw), type)
    }
    return this.#budget.left >= 0
  }

  // Entries are translated when first used: an entry that no row has is not in the data.
  #translate(entry: number, type: ColumnType): number {
    const translated = this.#translated[entry] ?? -2
    if (translated !== -2) return translated
    const code = this.#code(type.toText(this.#dictionary?.[entry]))
    this.#translated[entry] = code
    return code
  }

  #code(text: string): number {
    if (isMissingText(text)) return -1
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#budget.left -= 2 * text.length + ENTRY_BYTES
    this.#known.set(text, this.#known.size)
    return this.#known.size - 1
  }
}

function typeOf(file: ParquetFile, name: string): ColumnType {
  const result = file.reading(name)
  if ('refusal' in result) throw new Error(`column ${name} cannot be read`)
  return result.type
}

function notANumber(at: Place, row: number, text: string): Error {
  const message = `"${shorten(text)}" is not a number that a double can hold`
  return tableError('table-not-a-number', { ...at, row: row + 1 }, { message })
}

function dictionaryFull(at: Place): Error {
  const hint = 'Leave the column out (features:), or declare it numeric if it holds numbers.'
  return tableError('table-too-large', at, { message: 'more distinct texts than fit into memory', hint })
}
