/** Ranks from 1, equal values sharing the mean of their ranks. */
export function midranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Float64Array(values.length)
  let start = 0
  while (start < order.length) {
    const value = values[order[start] ?? 0]
    let end = start
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === value) end++
    for (let place = start; place <= end; place++) ranks[order[place] ?? 0] = (start + end) / 2 + 1
    start = end + 1
  }
  return ranks
}
