import type { ExpressionType } from './check-types.js'

/** One value per row: numbers (NaN = missing), or texts as codes into a dictionary (negative = missing). */
export type RowColumn =
  | { readonly kind: 'numeric'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly codes: Int32Array; readonly dictionary: readonly string[] }

/** The rows a custom metric is computed over. */
export interface RowColumns {
  readonly rows: number
  readonly prediction: RowColumn
  readonly target: RowColumn
  /** By class; empty for models without probabilities. */
  readonly probabilities: ReadonlyMap<string, Float64Array>
  readonly features: ReadonlyMap<string, RowColumn>
}

/** What is known about the rows before they are read; an absent part is not checked. */
export interface RowVocabulary {
  /** Type of `prediction` and `target`. */
  readonly outcome?: ExpressionType
  readonly classes?: readonly string[]
  readonly features?: ReadonlyMap<string, ExpressionType>
}

/** The vocabulary of rows that are there. */
export function rowVocabulary({ target, probabilities, features }: RowColumns): RowVocabulary {
  return {
    outcome: typeOfColumn(target),
    classes: [...probabilities.keys()],
    features: new Map([...features].map(([name, column]) => [name, typeOfColumn(column)]))
  }
}

function typeOfColumn(column: RowColumn): ExpressionType {
  return column.kind === 'numeric' ? 'number' : 'text'
}
