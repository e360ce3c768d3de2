/** What reading a table may cost; beyond it is a `UserError`, never an exhausted machine. */
export interface TableLimits {
  /** Bytes of all files together, after decompression. */
  readonly maxBytes: number
  /** Bytes of one CSV record, quoted line breaks included. */
  readonly maxLineBytes: number
  readonly maxColumns: number
  /** Rows × columns that are kept. */
  readonly maxCells: number
  /** Bytes of the distinct texts of all columns together, bookkeeping included. */
  readonly maxDictionaryBytes: number
}

export const DEFAULT_TABLE_LIMITS: TableLimits = {
  maxBytes: 32 * 2 ** 30,
  maxLineBytes: 8 * 2 ** 20,
  maxColumns: 20_000,
  maxCells: 250_000_000,
  maxDictionaryBytes: 2 ** 30
}
