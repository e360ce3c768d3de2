/** Benjamini & Hochberg's adjusted p-values (1995), in the order given: min over j ≥ i of p(j)·k/j, at most 1. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length).fill(1)
  let least = 1
  for (let rank = order.length; rank >= 1; rank--) {
    const entry = order[rank - 1]
    if (entry === undefined) continue
    least = Math.min(least, (entry.p * order.length) / rank)
    adjusted[entry.index] = least
  }
  return adjusted
}
