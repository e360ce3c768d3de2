import type { ClassificationOutcomes } from '../metrics/classification-outcomes.js'

/** A column that divides the rows: codes into the dictionary, one per row; a negative code = missing. */
export interface GroupColumn {
  readonly name: string
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

/** What a classifier did to the rows of one group, for its positive class. */
export interface GroupOutcomes {
  readonly value: string
  readonly rows: number
  /** Rows of the positive class. */
  readonly positives: number
  readonly selected: number
  readonly truePositives: number
}

/** Counts the outcomes of every group that has rows, the largest first. */
export function countGroups(outcomes: ClassificationOutcomes, column: GroupColumn): GroupOutcomes[] {
  const { positive, truth, predicted } = outcomes
  const size = column.dictionary.length
  const counts = {
    rows: tally(size),
    positives: tally(size),
    selected: tally(size),
    truePositives: tally(size)
  }
  column.codes.forEach((code, row) => {
    if (code < 0 || code >= size) return
    const isPositive = truth[row] === positive
    const isSelected = predicted[row] === positive
    addOne(counts.rows, code)
    if (isPositive) addOne(counts.positives, code)
    if (isSelected) addOne(counts.selected, code)
    if (isPositive && isSelected) addOne(counts.truePositives, code)
  })
  const groups = column.dictionary.map((value, code) => ({
    value,
    rows: counts.rows[code] ?? 0,
    positives: counts.positives[code] ?? 0,
    selected: counts.selected[code] ?? 0,
    truePositives: counts.truePositives[code] ?? 0
  }))
  return groups.filter(({ rows }) => rows > 0).sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1))
}

function tally(size: number): Float64Array {
  return new Float64Array(size)
}

function addOne(counts: Float64Array, code: number): void {
  counts[code] = (counts[code] ?? 0) + 1
}
