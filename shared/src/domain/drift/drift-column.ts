/** Numbers of one column; NaN = missing, infinities are values. */
export interface NumericCells {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
}

/** Texts of one column, dictionary-coded; code −1 = missing. */
export interface TextCells {
  readonly kind: 'text'
  readonly name: string
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

/** A column of baseline or current data, as the table readers give it. */
export type DriftColumn = NumericCells | TextCells

/** Rows of a column, missing ones included. */
export function rowsOf(column: DriftColumn): number {
  return column.kind === 'numeric' ? column.values.length : column.codes.length
}
