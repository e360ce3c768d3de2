/** A column that divides the rows: codes into the dictionary, one per row; a negative code = missing, in no slice. */
export interface SliceColumn {
  readonly name: string
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

/** The rows of one value, named `<column>=<value>`. */
export interface Slice {
  readonly name: string
  readonly rows: Int32Array
}

const MOST_SLICES = 50
const LONGEST_VALUE = 200

/** The values of a column that get a slice (the 50 with most rows, then by text, and the named ones), and a note on the others. */
export function chooseSlices(
  column: SliceColumn,
  named: ReadonlySet<string>
): { readonly slices: readonly Slice[]; readonly note?: string } {
  const counted = countValues(column)
  let taken = 0
  const chosen = counted.filter(({ name, value }) => {
    if (named.has(name)) return true
    return value.length <= LONGEST_VALUE && taken++ < MOST_SLICES
  })
  const slices = fillSlices(column, chosen)
  const left = counted.length - chosen.length
  if (left === 0) return { slices }
  return {
    slices,
    note: `${left} values of ${JSON.stringify(column.name)} got no slice: they are too rare or too long`
  }
}

interface CountedValue {
  readonly code: number
  readonly value: string
  readonly name: string
  readonly rows: number
}

function countValues({ name, codes, dictionary }: SliceColumn): CountedValue[] {
  const counts = new Uint32Array(dictionary.length)
  for (const code of codes) if (code >= 0 && code < counts.length) counts[code] = (counts[code] ?? 0) + 1
  return dictionary
    .map((value, code) => ({ code, value, name: `${name}=${value}`, rows: counts[code] ?? 0 }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1))
}

/** Fills all slices in one pass over the rows. */
function fillSlices({ codes }: SliceColumn, chosen: readonly CountedValue[]): Slice[] {
  const open = new Map(
    chosen.map(({ code, name, rows }) => [code, { name, rows: new Int32Array(rows), filled: 0 }])
  )
  codes.forEach((code, row) => {
    const slice = open.get(code)
    if (slice !== undefined) slice.rows[slice.filled++] = row
  })
  return [...open.values()].map(({ name, rows }) => ({ name, rows }))
}
