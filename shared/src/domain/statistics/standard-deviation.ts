/** Sample standard deviation (n − 1); NaN for fewer than two values. */
export function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1))
}
