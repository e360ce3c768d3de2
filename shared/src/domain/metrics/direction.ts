/** Which way is better: `higher`, `lower`, or `zero` (the smaller the absolute value, the better). */
export type Direction = 'higher' | 'lower' | 'zero'

/** A number that grows as the metric gets better, whatever its direction. */
export function goodness(direction: Direction, value: number): number {
  if (direction === 'higher') return value
  return direction === 'lower' ? -value : -Math.abs(value)
}

/** How much better the challenger is: positive = better, in the metric's own unit. */
export function improvement(direction: Direction, challenger: number, champion: number): number {
  return goodness(direction, challenger) - goodness(direction, champion)
}
