import { UserError } from '../errors.js'
import type { Problem } from '../errors.js'
import type { Column, Table, TextColumn } from './column.js'
import { numbersOf, textsOf } from './column-values.js'
import type { FeatureMatrix } from './feature-matrix.js'
import type { DeclaredKind } from './read-options.js'
import { describePlace } from './row-places.js'
import { selectFeatures } from './select-columns.js'
import type { FeatureSpecification } from './select-columns.js'
import { shorten } from './table-error.js'

/** Rows [start, end) of a table. */
export interface RowRange {
  readonly start: number
  readonly end: number
}

/** The kinds to read features with: categorical ones as text, as spelled; numeric ones are left to be found out. */
export function declaredKinds(features: readonly FeatureSpecification[]): ReadonlyMap<string, DeclaredKind> {
  return new Map(
    features.flatMap(({ name, kind }) => (kind === 'categorical' ? [[name, 'text'] as const] : []))
  )
}

/**
 * The model's input from a table: features by name in the model's order, numbers cast to float32, texts as spelled.
 * Absent columns are a `feature-missing`, texts in numeric features a `feature-not-numeric`; each names them all.
 * `rows` picks a batch, so that a large table need not be copied at once.
 */
export function toFeatureMatrix(
  table: Table,
  features: readonly FeatureSpecification[],
  rows: RowRange = { start: 0, end: table.rows }
): FeatureMatrix {
  const columns = selectFeatures(table, features)
  const numeric = columns.filter((_, index) => features[index]?.kind === 'numeric')
  const categorical = columns.filter((_, index) => features[index]?.kind === 'categorical')
  return {
    rows: rows.end - rows.start,
    numericNames: numeric.map(column => column.name),
    numeric: interleaveNumbers(requireNumbers(table, numeric), rows),
    categoricalNames: categorical.map(column => column.name),
    categorical: interleaveTexts(categorical.map(textsOf), rows)
  }
}

function requireNumbers(table: Table, columns: readonly Column[]): readonly Float64Array[] {
  const problems: Problem[] = []
  const numbers = columns.flatMap(column => {
    const values = numbersOf(column)
    if (values instanceof Float64Array) return [values]
    const place = `${describePlace(table.places, values.row)}, column "${shorten(column.name)}"`
    problems.push({ place, message: `"${shorten(values.text)}" is not a number` })
    return []
  })
  if (problems.length === 0) return numbers
  const shown = problems.slice(0, 5).map(problem => `${problem.place}: ${problem.message}`)
  const more = problems.length > 5 ? `; and ${problems.length - 5} more features` : ''
  throw new UserError('feature-not-numeric', `${shown.join('; ')}${more}`, {
    problems,
    hint: 'The model was trained with numbers there: mend the data, or train again with the feature as categorical.'
  })
}

function interleaveNumbers(columns: readonly Float64Array[], { start, end }: RowRange): Float32Array {
  const width = columns.length
  const matrix = new Float32Array((end - start) * width)
  columns.forEach((values, column) => {
    for (let row = start, cell = column; row < end; row++, cell += width)
      matrix[cell] = values[row] ?? Number.NaN
  })
  return matrix
}

function interleaveTexts(columns: readonly TextColumn[], { start, end }: RowRange): readonly string[] {
  const width = columns.length
  const matrix = new Array<string>((end - start) * width).fill('')
  columns.forEach(({ codes, dictionary }, column) => {
    for (let row = start, cell = column; row < end; row++, cell += width) {
      matrix[cell] = dictionary[codes[row] ?? -1] ?? ''
    }
  })
  return matrix
}
