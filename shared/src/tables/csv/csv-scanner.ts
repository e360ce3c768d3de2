import { RowPlaces } from '../row-places.js'
import { shorten, tableError } from '../table-error.js'
import type { TableErrorCode } from '../table-error.js'
import { CARRIAGE_RETURN, COMMA, LINE_FEED } from './bytes.js'
import { SKIP } from './column-sinks.js'
import type { CellFault, ColumnSinks } from './column-sinks.js'
import { DecimalReader } from './decimal-reader.js'
import { FieldReader } from './field-reader.js'
import type { FieldFault } from './field-reader.js'

/** Scans whole records into column sinks; one scanner reads all files of a table, one after the other. */
export class CsvScanner {
  /** Records stored so far. */
  rows = 0
  /** 1-based physical line where the next record starts. */
  line = 1
  readonly places = new RowPlaces()
  readonly #sinks: ColumnSinks
  readonly #names: readonly string[]
  readonly #nameBytes: readonly Buffer[]
  readonly #decimal = new DecimalReader()
  readonly #field = new FieldReader()
  #file = ''
  #lineBreaks = 0
  #irregular = false
  #firstRow = 0
  /** How many of the first fields of this record are the names of their columns. */
  #repeated = 0

  constructor(names: readonly string[], sinks: ColumnSinks) {
    this.#names = names
    this.#sinks = sinks
    this.#nameBytes = names.map(name => Buffer.from(name))
  }

  /** The records that follow are of this file, the first of them on `line`. */
  startFile(name: string, line: number): void {
    this.#file = name
    this.line = line
    this.#irregular = false
    this.#firstRow = this.rows
    this.places.startFile(name, this.rows, line)
  }

  /**
   * Scans `bytes[from, end)`, which ends with a line feed, and returns where the first unfinished record starts.
   * `expectedRows` sizes the columns when they must grow.
   */
  scan(bytes: Buffer, from: number, window: { readonly end: number; readonly expectedRows: number }): number {
    const { numbers } = this.#sinks
    const decimal = this.#decimal
    const { end, expectedRows } = window
    let position = from
    let recordStart = from
    let column = 0
    let row = this.rows
    while (position < end) {
      if (position === recordStart && isLineBreak(bytes, position)) {
        position = recordStart = this.#skipBlankLine(bytes, position)
        continue
      }
      let next = -1
      const values = numbers[column]
      // Columns that are not numeric have no room at all: one question instead of two, for every cell.
      if (values !== undefined && row < values.length) {
        const value = decimal.read(bytes, position)
        next = decimal.end
        if (next >= 0) values[row] = value
      }
      if (next < 0) next = this.#readField(bytes, position, { limit: end, column })
      if (next < 0) return recordStart
      if (bytes[next] === COMMA) {
        column++
        position = next + 1
        continue
      }
      if (bytes[next] === CARRIAGE_RETURN && bytes[next + 1] !== LINE_FEED)
        this.#failField('lone-carriage-return')
      this.#finishRecord(column + 1, expectedRows)
      row = this.rows
      position = recordStart = next + (bytes[next] === LINE_FEED ? 1 : 2)
      column = 0
    }
    return recordStart
  }

  #skipBlankLine(bytes: Buffer, position: number): number {
    this.line++
    this.#irregular = true
    return position + (bytes[position] === LINE_FEED ? 1 : 2)
  }

  #readField(
    bytes: Buffer,
    position: number,
    at: { readonly limit: number; readonly column: number }
  ): number {
    const field = this.#field
    const next = field.read(bytes, position, at.limit)
    if (next < 0) {
      this.#lineBreaks = 0
      this.#repeated = 0
      return -1
    }
    this.#lineBreaks += field.lineBreaks
    if (field.fault !== undefined) this.#failField(field.fault, at.column)
    // Names are no plain decimals, so that a column of numbers costs nothing here.
    if (this.#repeated === at.column && this.#isName(at.column)) this.#repeated++
    if (at.column < this.#names.length && this.#sinks.kinds[at.column] !== SKIP) {
      const fault = this.#sinks.put(at.column, this.rows, field)
      if (fault !== undefined) this.#failCell(fault, at.column)
    }
    return next
  }

  #finishRecord(fields: number, expectedRows: number): void {
    if (fields !== this.#names.length) this.#failRagged(fields)
    if (this.#repeated > 1 && this.#repeated === fields) this.#failRepeatedHeader()
    this.#repeated = 0
    if (this.#irregular) this.places.record(this.rows, this.line)
    this.#irregular ||= this.#lineBreaks > 0
    this.line += 1 + this.#lineBreaks
    this.#lineBreaks = 0
    this.rows++
    if (this.rows >= this.#sinks.capacity) this.#sinks.grow(this.#file, this.rows, expectedRows)
  }

  #isName(column: number): boolean {
    const name = this.#nameBytes[column]
    const { content, start, end } = this.#field
    if (name === undefined || name.length !== end - start) return false
    return content.compare(name, 0, name.length, start, end) === 0
  }

  #failRepeatedHeader(): never {
    this.#fail('table-header', {
      message: 'this row repeats the header',
      hint: 'Join files without repeating their headers, or leave each a file of its own.'
    })
  }

  #failRagged(fields: number): never {
    this.#fail('table-ragged', {
      message: `${fields} fields, but the header has ${this.#names.length}`,
      hint: 'Quote values that contain commas: "Smith, Jane".'
    })
  }

  #failCell(fault: CellFault, column: number): never {
    if (fault === 'not-a-number') {
      const text = shorten(this.#field.text())
      this.#fail('table-not-a-number', { message: `"${text}" is not a number`, column })
    }
    this.#fail('table-too-large', {
      message: 'more distinct texts than fit into memory',
      hint: 'Leave the column out (features:), or declare it numeric if it holds numbers.',
      column
    })
  }

  #failField(fault: FieldFault, column?: number): never {
    const at = column === undefined ? {} : { column }
    if (fault === 'text-after-quote') {
      const hint = 'A quoted value ends at the next comma; write a quote inside it twice: "say ""hi""".'
      this.#fail('table-quote', { message: 'text after a closing quote', hint, ...at })
    }
    const hint = 'Save the file with LF or CRLF line ends, or quote the value.'
    this.#fail('table-undecodable', { message: 'a carriage return without a line feed', hint, ...at })
  }

  #fail(code: TableErrorCode, text: { message: string; hint?: string; column?: number }): never {
    const name = text.column === undefined ? undefined : this.#names[text.column]
    // Where blank lines or line breaks in quotes came before, the line is not the record most programs count.
    const record = this.#irregular ? ` (record ${this.rows - this.#firstRow + 1} of the file)` : ''
    throw tableError(
      code,
      { file: this.#file, row: this.line, ...(name === undefined ? {} : { column: name }) },
      { ...text, message: `${text.message}${record}` }
    )
  }
}

function isLineBreak(bytes: Buffer, position: number): boolean {
  const byte = bytes[position]
  return byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[position + 1] === LINE_FEED)
}
