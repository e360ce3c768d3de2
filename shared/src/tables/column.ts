/** Numbers of one column; NaN = missing. Infinities are values. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
}

/** Texts of one column, dictionary-coded; code −1 = missing. */
export interface TextColumn {
  readonly kind: 'text'
  readonly name: string
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

export type Column = NumericColumn | TextColumn

/** Columns of equal length, in file order. */
export interface Table {
  readonly rows: number
  readonly columns: readonly Column[]
}
