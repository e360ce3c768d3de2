import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'

/** A column of `count` numbers, each from its index. */
export function numbers(name: string, count: number, value: (index: number) => number): DriftColumn {
  return { kind: 'numeric', name, values: Float64Array.from({ length: count }, (_, index) => value(index)) }
}

/** A column of texts; null is a missing cell. */
export function texts(name: string, cells: readonly (string | null)[]): DriftColumn {
  const dictionary = [...new Set(cells.filter(cell => cell !== null))]
  const codes = Int32Array.from(cells, cell => (cell === null ? -1 : dictionary.indexOf(cell)))
  return { kind: 'text', name, codes, dictionary }
}

/** `times` cells of one text. */
export const repeat = (cell: string | null, times: number) => Array<string | null>(times).fill(cell)

/** 1000 evenly spread values in [0, 1) in scrambled order. */
export const even = (name: string, shift = 0) =>
  numbers(name, 1000, index => ((index * 617) % 1000) / 1000 + shift)
