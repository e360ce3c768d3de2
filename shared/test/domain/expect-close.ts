import { expect } from '@jest/globals'

/** Expects a number within a relative (below 1: absolute) distance, and null where null is expected. */
export function expectClose(
  actual: number | null | undefined,
  expected: number | null,
  tolerance = 1e-9
): void {
  if (expected === null || actual === null || actual === undefined) {
    expect(actual).toBe(expected)
    return
  }
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
}
