import type { RowCounts } from '../metrics/weighted-metric.js'
import { randomBelow } from './random.js'
import type { RandomSource } from './random.js'

/** What is drawn in a resample: single rows, or whole groups of rows that belong together. */
export interface BootstrapUnits {
  readonly units: number
  /** The unit of each row. */
  readonly unitOfRow: Int32Array
}

/** Units from a group code per row; without codes, and where a code is negative, a row is a unit of its own. */
export function bootstrapUnits(rows: number, groups?: Int32Array): BootstrapUnits {
  if (groups === undefined)
    return { units: rows, unitOfRow: Int32Array.from({ length: rows }, (_, row) => row) }
  const unitOfGroup = new Map<number, number>()
  let units = 0
  const unitOfRow = groups.map(group => {
    const unit = unitOfGroup.get(group) ?? units
    if (group >= 0) unitOfGroup.set(group, unit)
    if (unit === units) units++
    return unit
  })
  return { units, unitOfRow }
}

/** Draws as many units as there are, with replacement, and writes how often each row was drawn into `counts`. */
export function drawResample(
  { units, unitOfRow }: BootstrapUnits,
  source: RandomSource,
  counts: RowCounts
): void {
  const drawn = new Int32Array(units)
  for (let draw = 0; draw < units; draw++) {
    const unit = randomBelow(source, units)
    drawn[unit] = (drawn[unit] ?? 0) + 1
  }
  for (let row = 0; row < counts.length; row++) counts[row] = drawn[unitOfRow[row] ?? 0] ?? 0
}

/** Writes the sample that leaves out every unit whose number is `block` modulo `blocks`. */
export function leaveBlockOut(
  { unitOfRow }: BootstrapUnits,
  block: { index: number; of: number },
  counts: RowCounts
): void {
  for (let row = 0; row < counts.length; row++)
    counts[row] = (unitOfRow[row] ?? 0) % block.of === block.index ? 0 : 1
}
