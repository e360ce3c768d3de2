/** Holm's step-down adjusted p-values, in the order given (Scandinavian Journal of Statistics 6, 1979). */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length).fill(1)
  let largest = 0
  order.forEach(({ p, index }, place) => {
    largest = Math.max(largest, Math.min(1, p * (order.length - place)))
    adjusted[index] = largest
  })
  return adjusted
}
