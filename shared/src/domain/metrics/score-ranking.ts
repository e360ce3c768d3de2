/** Rows in descending order of score, cut into runs of equal scores. */
export interface ScoreRanking {
  readonly order: Int32Array
  /** For each place in `order`, 1 where a run of equal scores ends. */
  readonly runEnds: Uint8Array
}

/** Ranks scores once, so that ranking metrics of any sample take one pass. */
export function rankScores(scores: Float64Array): ScoreRanking {
  const order = Int32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const runEnds = Uint8Array.from(order, (row, place) => {
    const next = order[place + 1]
    return next === undefined || scores[next] !== scores[row] ? 1 : 0
  })
  return { order, runEnds }
}
