import { UserError } from '../errors.js'

/** Codes of everything that can be wrong with a data file. */
export type TableErrorCode =
  | 'table-empty'
  | 'table-ragged'
  | 'table-undecodable'
  | 'table-quote'
  | 'table-line-too-long'
  | 'table-header'
  | 'table-too-large'
  | 'table-not-a-number'
  | 'table-mixed-formats'
  | 'table-unreadable'

export interface TableErrorPlace {
  readonly file: string
  /** 1-based physical line (CSV) or record (Parquet). */
  readonly row?: number
  readonly column?: string
}

interface TableErrorText {
  readonly message: string
  readonly hint?: string
  readonly cause?: unknown
}

/** A `UserError` about a data file whose message starts with the place. */
export function tableError(code: TableErrorCode, at: TableErrorPlace, text: TableErrorText): UserError {
  const place = [
    at.file,
    ...(at.row === undefined ? [] : [`row ${at.row}`]),
    ...(at.column === undefined ? [] : [`column "${shorten(at.column)}"`])
  ].join(', ')
  return new UserError(code, `${place}: ${text.message}`, {
    problems: [{ place, message: text.message, ...(text.hint === undefined ? {} : { hint: text.hint }) }],
    ...(text.hint === undefined ? {} : { hint: text.hint }),
    ...(text.cause === undefined ? {} : { cause: text.cause })
  })
}

/** At most 60 characters of a text from a data file, control characters made visible. */
export function shorten(text: string): string {
  const visible = text.slice(0, 61).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\u00b7')
  return visible.length > 60 ? `${visible.slice(0, 59)}…` : visible
}
