import { DEFAULT_TABLE_LIMITS } from './table-limits.js'
import type { TableLimits } from './table-limits.js'

export type DeclaredKind = 'numeric' | 'text'

/** How data files become a table. */
export interface ReadOptions {
  /** Names of the columns to keep, in file order; names the files do not have are ignored. Default: all. */
  readonly columns?: readonly string[]
  /**
   * Kinds of columns that must not be guessed. A cell of a declared numeric column that is not a number is a
   * `table-not-a-number`. Undeclared columns are numeric when every value that is not missing is a number.
   */
  readonly kinds?: ReadonlyMap<string, DeclaredKind>
  /** Undeclared numeric columns with at most this many distinct values are read as text, as spelled. Default 0. */
  readonly fewDistinctAsText?: number
  readonly limits?: Partial<TableLimits>
}

/** The limits of a reading, defaults filled in. */
export function limitsOf(options: ReadOptions): TableLimits {
  return { ...DEFAULT_TABLE_LIMITS, ...options.limits }
}

/** The declared kind of a column, `auto` when it must be found out, `skip` when it is not wanted. */
export function modeOf(name: string, options: ReadOptions, wanted: ReadonlySet<string> | undefined) {
  if (wanted !== undefined && !wanted.has(name)) return 'skip'
  return options.kinds?.get(name) ?? 'auto'
}

/** Whether the values (missing ones aside) hold at most `limit` distinct numbers. */
export function hasFewDistinct(values: Float64Array, limit: number): boolean {
  if (limit <= 0) return false
  const distinct = new Set<number>()
  for (const value of values) {
    if (!Number.isNaN(value) && distinct.add(value).size > limit) return false
  }
  return distinct.size > 0
}
