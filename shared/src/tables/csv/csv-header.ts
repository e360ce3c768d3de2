import { checkNames } from '../check-names.js'
import { tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { COMMA, LINE_FEED } from './bytes.js'
import { FieldReader } from './field-reader.js'
import type { LineBuffer } from './line-buffer.js'
import { openQuoteRow } from './open-quote-row.js'

/** Reads the header record and moves the buffer behind it. */
export async function takeHeader(
  buffer: LineBuffer,
  file: string,
  limits: TableLimits
): Promise<readonly string[]> {
  while (await buffer.fill()) {
    skipBlankLines(buffer)
    const row = buffer.line
    const names = tryTake(buffer, file, limits)
    if (names === undefined) continue
    checkNames(names, { file, row })
    return names
  }
  if (buffer.start < buffer.end) throw unclosedQuote(file, buffer)
  throw tableError(
    'table-empty',
    { file },
    { message: 'the file is empty', hint: 'A data file starts with a header.' }
  )
}

/** The error for a quote that is still open at the end of the file; the buffer is at the start of its record. */
export function unclosedQuote(file: string, { bytes, start, end, line }: LineBuffer): Error {
  return tableError(
    'table-quote',
    { file, row: openQuoteRow(bytes.subarray(start, end), line) },
    {
      message: 'a quote that opens here is never closed',
      hint: 'Close it, or write a quote inside a value twice: "say ""hi""".'
    }
  )
}

function skipBlankLines(buffer: LineBuffer): void {
  const { bytes } = buffer
  while (buffer.start < buffer.end) {
    const width =
      bytes[buffer.start] === LINE_FEED
        ? 1
        : bytes.toString('latin1', buffer.start, buffer.start + 2) === '\r\n'
          ? 2
          : 0
    if (width === 0) return
    buffer.start += width
    buffer.line++
  }
}

function tryTake(buffer: LineBuffer, file: string, limits: TableLimits): string[] | undefined {
  const names: string[] = []
  const field = new FieldReader()
  let lines = 1
  let position = buffer.start
  while (position < buffer.end) {
    position = field.read(buffer.bytes, position, buffer.end)
    if (position < 0) return undefined
    lines += field.lineBreaks
    if (field.fault !== undefined) throw badHeaderSyntax(file, buffer.line, field.fault)
    names.push(field.text())
    if (names.length > limits.maxColumns) throw tooManyColumns(file, buffer.line, limits)
    if (buffer.bytes[position] === COMMA) {
      position++
      continue
    }
    buffer.start = position + (buffer.bytes[position] === LINE_FEED ? 1 : 2)
    buffer.line += lines
    return names
  }
  return undefined
}

function badHeaderSyntax(file: string, row: number, fault: string): Error {
  const quote = fault === 'text-after-quote'
  return tableError(
    quote ? 'table-quote' : 'table-undecodable',
    { file, row },
    quote
      ? { message: 'text after a closing quote in the header', hint: 'Write a quote inside a name twice.' }
      : { message: 'a carriage return without a line feed', hint: 'Save the file with LF or CRLF line ends.' }
  )
}

function tooManyColumns(file: string, row: number, limits: TableLimits): Error {
  return tableError('table-too-large', { file, row }, { message: `more than ${limits.maxColumns} columns` })
}
