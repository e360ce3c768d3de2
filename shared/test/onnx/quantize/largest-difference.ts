import { expect } from '@jest/globals'
import { numbersFrom } from '../mlp.js'
import { runModel } from '../run-model.js'

/** A row of numbers of magnitude below 1, drawn from a seed. */
export const row = (seed: number, length: number): Float32Array =>
  new Float32Array(length).map(numbersFrom(seed))

/** The largest difference of the first output on five rows, each scored alone as a device does. */
export async function largestDifference(before: Uint8Array, after: Uint8Array): Promise<number> {
  let largest = 0
  for (const seed of [1, 2, 3, 4, 5]) {
    const x = { values: row(seed, 32), dims: [1, 32] }
    const [expected, actual] = [await runModel(before, { x }), await runModel(after, { x })]
    expect(actual.dims).toEqual(expected.dims)
    expected.values.forEach((value, place) => {
      largest = Math.max(largest, Math.abs(value - (actual.values[place] ?? NaN)))
    })
  }
  return largest
}
