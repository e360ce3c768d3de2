import { isUtf8 } from 'node:buffer'
import { tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { unreadableFile } from './byte-source.js'
import type { ByteSource } from './byte-source.js'
import { LINE_FEED } from './bytes.js'
import { openQuoteRow } from './open-quote-row.js'

const READ_BYTES = 2 ** 20
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** Bytes that may still be read from all files of a table. */
export interface ByteBudget {
  left: number
}

/**
 * A window of whole lines over a byte source: `bytes[start, end)` always ends with a line feed and is valid UTF-8
 * without NUL. The consumer moves `start` and keeps `line` (1-based, at `start`) up to date.
 */
export class LineBuffer {
  bytes: Buffer
  start = 0
  end = 0
  line = 1
  readonly #source: ByteSource
  readonly #file: string
  readonly #limits: TableLimits
  readonly #budget: ByteBudget
  #filled = 0
  #finished = false
  #fresh = true

  constructor(source: ByteSource, context: { file: string; limits: TableLimits; budget: ByteBudget }) {
    this.#source = source
    this.#file = context.file
    this.#limits = context.limits
    this.#budget = context.budget
    this.bytes = Buffer.allocUnsafe(Math.min(READ_BYTES, context.limits.maxLineBytes) + 1)
  }

  /** Reads until there is at least one more whole line; false when the source has ended. */
  async fill(): Promise<boolean> {
    this.#makeRoom()
    const before = this.end
    while (this.end === before && !this.#finished) {
      if (this.#filled === this.bytes.length - 1) this.#grow()
      await this.#readOnce()
    }
    if (this.end > before) this.#validate(before)
    return this.end > before
  }

  #makeRoom(): void {
    this.bytes.copyWithin(0, this.start, this.#filled)
    this.#filled -= this.start
    this.end -= this.start
    this.start = 0
  }

  async #readOnce(): Promise<void> {
    // One byte stays free for the line feed a last line may lack.
    const room = this.bytes.length - 1 - this.#filled
    const count = await this.#source.read(this.bytes, this.#filled, room).catch((cause: unknown) => {
      throw unreadableFile({ file: this.#file, row: this.line }, cause)
    })
    this.#budget.left -= count
    if (this.#budget.left < 0) throw this.#tooLarge()
    const searchFrom = this.#filled
    this.#filled += count
    if (count === 0) this.#finish()
    const lastBreak = this.bytes.subarray(searchFrom, this.#filled).lastIndexOf(LINE_FEED)
    if (lastBreak >= 0) this.end = searchFrom + lastBreak + 1
  }

  #finish(): void {
    this.#finished = true
    if (this.#filled === this.end) return
    this.bytes[this.#filled++] = LINE_FEED
    this.end = this.#filled
  }

  #grow(): void {
    const size = Math.min(this.bytes.length * 2, this.#limits.maxLineBytes + 1)
    if (size <= this.bytes.length) throw this.#lineTooLong()
    const larger = Buffer.allocUnsafe(size)
    this.bytes.copy(larger, 0, 0, this.#filled)
    this.bytes = larger
  }

  #validate(from: number): void {
    if (this.#fresh) {
      this.#fresh = false
      this.#skipByteOrderMark()
    }
    const added = this.bytes.subarray(from, this.end)
    if (isUtf8(added) && !added.includes(0)) return
    throw undecodable(this.#file, this.line, this.bytes.subarray(this.start, this.end))
  }

  #skipByteOrderMark(): void {
    const marked = (from: number) => this.bytes.subarray(from, from + 3).equals(BYTE_ORDER_MARK)
    if (!marked(0)) return
    if (marked(3)) {
      const hint = 'Save the file again as CSV in UTF-8; one mark, or none, is enough.'
      const message = 'two byte order marks'
      throw tableError('table-undecodable', { file: this.#file, row: 1 }, { message, hint })
    }
    this.start = 3
  }

  #lineTooLong(): Error {
    const record = this.bytes.subarray(this.start, this.#filled)
    if (record.includes(0)) return undecodable(this.#file, this.line, record)
    const at = { file: this.#file, row: this.line }
    const most = `${this.#limits.maxLineBytes} bytes`
    return record.includes(LINE_FEED)
      ? tableError(
          'table-line-too-long',
          { ...at, row: openQuoteRow(record, this.line) },
          {
            message: `a quote opens here that is not closed within ${most}`,
            hint: 'Close it, or write a quote inside a value twice: "say ""hi""".'
          }
        )
      : tableError('table-line-too-long', at, {
          message: `a record longer than ${most}`,
          hint: 'A CSV file has one record in each line: this file may not be CSV.'
        })
  }

  #tooLarge(): Error {
    return tableError(
      'table-too-large',
      { file: this.#file, row: this.line },
      {
        message: `more than ${this.#limits.maxBytes} bytes after decompression`,
        hint: 'Use Parquet with fewer columns, a sample, or a compressed file that is what it claims to be.'
      }
    )
  }
}

function undecodable(file: string, firstLine: number, bytes: Buffer): Error {
  let line = firstLine
  let start = 0
  for (; start < bytes.length; line++) {
    const end = lineEnd(bytes, start)
    const text = bytes.subarray(start, end)
    if (!isUtf8(text) || text.includes(0)) break
    start = end
  }
  const binary = bytes.subarray(start, lineEnd(bytes, start)).includes(0)
  return tableError(
    'table-undecodable',
    { file, row: line },
    {
      message: binary ? 'a NUL byte: this is not a text file in UTF-8' : 'not valid UTF-8',
      hint: hintFor(bytes)
    }
  )
}

function lineEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(LINE_FEED, start)
  return end < 0 ? bytes.length : end + 1
}

function hintFor(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 4)
  if (start.startsWith('\x1f\x8b')) return 'The file is gzip: name it .csv.gz.'
  if (start === 'PAR1') return 'The file is Parquet: name it .parquet.'
  if (start === 'PK\x03\x04')
    return 'The file is a ZIP archive or a spreadsheet: save its table as CSV in UTF-8.'
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start)) return 'The file is UTF-16: save it as CSV in UTF-8.'
  return 'Save the file as CSV in UTF-8 (in a spreadsheet: "CSV UTF-8").'
}
