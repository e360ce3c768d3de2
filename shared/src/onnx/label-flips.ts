/** Reference probabilities, rows × outputs, and the names of the outputs. */
interface Reference {
  readonly outputs: number
  readonly expected: Float64Array
  readonly classes: readonly string[] | null
}

/** Two best classes closer than this leave the label open. */
const UNDECIDED_GAP = 1e-5

interface Ranking {
  readonly best: number
  readonly gap: number
}

/** The first of the largest values, and its distance to the next; −1 where one of them is no number. */
function rank(values: Float64Array | Float32Array): Ranking {
  if (values.some(Number.isNaN)) return { best: -1, gap: NaN }
  let best = 0
  values.forEach((value, place) => {
    if (value > (values[best] ?? NaN)) best = place
  })
  const others = values.filter((_, place) => place !== best)
  return { best, gap: (values[best] ?? NaN) - Math.max(...others) }
}

// With two classes |p − 0.5| < 1e-5 is a gap below 2e-5.
const undecided = ({ gap }: Ranking, outputs: number): boolean =>
  gap < (outputs === 2 ? 2 * UNDECIDED_GAP : UNDECIDED_GAP)

/**
 * Rows whose label differs from the reference's: of the scores, or of the labels the model itself gave.
 * Rows where the reference is undecided (|p − 0.5| < 1e-5; best two closer than 1e-5) do not count.
 */
export function flippedRows(
  { outputs, expected, classes }: Reference,
  values: Float32Array,
  labels?: readonly string[]
): number[] {
  const flipped: number[] = []
  for (let row = 0; row * outputs < expected.length; row++) {
    const [from, to] = [row * outputs, (row + 1) * outputs]
    const ranking = rank(expected.subarray(from, to))
    if (undecided(ranking, outputs)) continue
    const scored = rank(values.subarray(from, to)).best
    const label = labels === undefined ? classes?.[ranking.best] : labels[row]
    if (scored !== ranking.best || label !== classes?.[ranking.best]) flipped.push(row)
  }
  return flipped
}
