import { COMMA, LINE_FEED } from './bytes.js'
import { FieldReader } from './field-reader.js'

/** The physical line of the quote that is open at the last line feed of `record`, a record that starts on `line`. */
export function openQuoteRow(record: Buffer, line: number): number {
  const field = new FieldReader()
  const bytes = record.subarray(0, record.lastIndexOf(LINE_FEED) + 1)
  let row = line
  let position = 0
  while (position < bytes.length) {
    const next = field.read(bytes, position, bytes.length)
    if (next < 0 || bytes[next] !== COMMA) break
    row += field.lineBreaks
    position = next + 1
  }
  return row
}
