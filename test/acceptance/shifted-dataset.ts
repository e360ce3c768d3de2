/** One row of a machine's measurements; a type rather than an interface, so that it passes for a record of columns. */
export type Measurement = Readonly<{
  pressure: number
  temperature: number
  humidity: number
  label: string
}>

export interface Batch {
  readonly rows: number
  readonly seed: number
  /** What the instrument shows too much: so many degrees, three times as many hectopascals. */
  readonly offset?: number
}

/**
 * Measurements in which `label` is `hot` where the true temperature is above 50, but for one row in fifty. An instrument
 * that drifted shows more than the truth, so a model that learned before is wrong by its offset.
 */
export function measurements({ rows, seed, offset = 0 }: Batch): Measurement[] {
  const random = generator(seed)
  return Array.from({ length: rows }, (_, row) => {
    const truth = 20 + 60 * random()
    const isHot = truth > 50 !== (row % 50 === 49)
    return {
      pressure: round(1000 + 30 * random() + 3 * offset),
      temperature: round(truth + offset),
      humidity: round(100 * random()),
      label: isHot ? 'hot' : 'cold'
    }
  })
}

const round = (value: number) => Math.round(value * 1000) / 1000

/** Numbers in [0, 1) that are the same on every machine: Lehmer's generator with the multiplier 48271. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
