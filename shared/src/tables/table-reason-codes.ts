import type { TableErrorCode } from './table-error.js'

/** What each code means for one of the `file`s that an action reads, such as `test file`. */
export const tableReasonCodes = (file: string): Readonly<Record<TableErrorCode, string>> => ({
  'table-empty': `A ${file} is empty, or has a header and no rows.`,
  'table-ragged': `A row of a ${file} has more or fewer fields than the header.`,
  'table-undecodable': `A ${file} is not UTF-8 text.`,
  'table-unreadable': `A ${file} is not readable as Parquet or gzip, or of a kind that is not read.`,
  'table-quote': `A quoted field of a ${file} is not closed, or followed by text.`,
  'table-header': `The header of a ${file} has empty, double or too many names.`,
  'table-line-too-long': `A line of a ${file} is longer than this action reads.`,
  'table-not-a-number': 'A column declared as numbers holds text.',
  'table-mixed-formats': `The ${file}s have different columns or formats.`,
  'table-too-large': `A ${file} is larger than this action reads.`
})
