import { describe, expect, test } from '@jest/globals'
import { straddles, summariseBlocks } from '../../../src/domain/edge/latency.js'

/** 200 runs: `value`, and above the 190th `slow`. */
const block = (value: number, slow = value) =>
  Float64Array.from({ length: 200 }, (_, run) => (run < 190 ? value : slow))

describe('blocks of run times', () => {
  test('give medians of their percentiles, and the middle half as band', () => {
    // p95 of a block is its 190th value in ascending order.
    const latency = summariseBlocks([block(5), block(1), block(3), block(2), block(4)])
    expect(latency).toEqual({ runs: 1000, blocks: 5, p50Ms: 3, p95Ms: 3, band: { lowMs: 2, highMs: 4 } })
  })

  test('count the 190th of 200 runs, and not the 191st', () => {
    expect(summariseBlocks([block(1, 9)])).toMatchObject({ p50Ms: 1, p95Ms: 1 })
    const later = Float64Array.from({ length: 200 }, (_, run) => (run < 11 ? 9 : 1))
    expect(summariseBlocks([later])).toMatchObject({ p50Ms: 1, p95Ms: 9 })
  })

  test('do not let one disturbed block decide', () => {
    const blocks = [1, 1, 1, 1, 1, 1, 1, 1, 1, 900].map(value => block(value))
    expect(summariseBlocks(blocks)).toMatchObject({ p95Ms: 1, band: { lowMs: 1, highMs: 1 } })
  })
})

test.each([
  ['below the band', 1.9, false],
  ['at its lower end', 2, true],
  ['inside', 3, true],
  ['at its upper end', 4, false],
  ['above', 5, false]
])('a limit %s is straddled: %d %s', (_name, limit, expected) => {
  const latency = summariseBlocks([block(5), block(1), block(3), block(2), block(4)])
  expect(straddles(latency, limit)).toBe(expected)
})
