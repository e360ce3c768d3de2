import { shorten, tableError } from './table-error.js'

/** The column names of a file. */
export interface Header {
  readonly file: string
  readonly names: readonly string[]
}

/** Throws `table-header` naming both files unless their columns are the same in the same order. */
export function requireSameHeader(first: Header, other: Header): void {
  const same =
    first.names.length === other.names.length &&
    first.names.every((name, index) => name === other.names[index])
  if (same) return
  throw tableError(
    'table-header',
    { file: other.file },
    {
      message: `its header is not that of ${first.file}: ${difference(first.names, other.names)}`,
      hint: 'All files of a channel need the same columns in the same order.'
    }
  )
}

function difference(expected: readonly string[], found: readonly string[]): string {
  const inFound = new Set(found)
  const inExpected = new Set(expected)
  const missing = expected.filter(name => !inFound.has(name))
  const extra = found.filter(name => !inExpected.has(name))
  const parts = [
    ...(missing.length === 0 ? [] : [`missing ${list(missing)}`]),
    ...(extra.length === 0 ? [] : [`not expected ${list(extra)}`])
  ]
  return parts.length === 0 ? 'the order of the columns differs' : parts.join('; ')
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(name => `"${shorten(name)}"`)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
