import type { RowPlaces } from './row-places.js'

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
  /** Names of all columns of the files, also of those that were not kept; absent for tables made in memory. */
  readonly header?: readonly string[]
  /** Where each row was read from, for error messages; absent for tables made in memory. */
  readonly places?: RowPlaces
}
