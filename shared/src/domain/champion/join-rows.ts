/** Where the rows of two models' predictions meet: `challenger[i]` and `champion[i]` are the same row of data. */
export interface JoinedRows {
  readonly challenger: Int32Array
  readonly champion: Int32Array
  /** Set when the models share only a part of their rows. */
  readonly note?: string
}

/** The rows of one model's predictions, as far as joining needs them. */
export interface JoinSide {
  readonly rows: number
  /** Texts of the sample id column; absent: rows have only their position. */
  readonly sampleIds?: readonly string[]
}

/** Joins by sample id where both sides have one, else by position; a text says why the rows do not belong together. */
export function joinRows(challenger: JoinSide, champion: JoinSide): JoinedRows | string {
  if (challenger.sampleIds !== undefined && champion.sampleIds !== undefined)
    return joinById(challenger.sampleIds, champion.sampleIds)
  if (challenger.rows !== champion.rows)
    return `the challenger has ${challenger.rows} rows, the champion ${champion.rows}, and there is no sample id to join them by`
  const rows = Int32Array.from({ length: challenger.rows }, (_, row) => row)
  return { challenger: rows, champion: rows }
}

function joinById(challenger: readonly string[], champion: readonly string[]): JoinedRows | string {
  const rowOf = numberIds(challenger)
  if (typeof rowOf === 'string') return `${rowOf} of the challenger's rows`
  const championRowOf = numberIds(champion)
  if (typeof championRowOf === 'string') return `${championRowOf} of the champion's rows`
  const shared = [...rowOf].flatMap(([id, row]) => {
    const other = championRowOf.get(id)
    return other === undefined ? [] : [[row, other] as const]
  })
  if (shared.length === 0 && challenger.length + champion.length > 0)
    return 'the challenger and the champion have no sample id in common'
  const rows = {
    challenger: Int32Array.from(shared, ([row]) => row),
    champion: Int32Array.from(shared, ([, row]) => row)
  }
  const most = Math.max(challenger.length, champion.length)
  return shared.length === most
    ? rows
    : { ...rows, note: `compared on the ${shared.length} of ${most} rows both have` }
}

function numberIds(ids: readonly string[]): ReadonlyMap<string, number> | string {
  const rowOf = new Map<string, number>()
  for (const [row, id] of ids.entries()) {
    if (rowOf.has(id)) return `the sample id ${JSON.stringify(id.slice(0, 100))} stands on more than one`
    rowOf.set(id, row)
  }
  return rowOf
}
