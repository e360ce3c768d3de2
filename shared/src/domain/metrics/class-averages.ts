import type { ClassRate } from './class-rates.js'
import type { ClassCounts } from './class-counts.js'
import { quotient } from './measurement.js'
import type { Measurement } from './measurement.js'
import { NO_ROWS } from './row-mean.js'

const support = (counts: ClassCounts): number => counts.truePositives + counts.falseNegatives
const occurs = (counts: ClassCounts): boolean => support(counts) + counts.falsePositives > 0

/** Plain mean of a rate over the classes that occur; undefined as soon as one class's rate is. */
export function macroAverage(rate: ClassRate, classes: readonly ClassCounts[]): Measurement {
  return average(rate, classes.filter(occurs), () => 1)
}

/** Mean of a rate over classes, weighted by their actual rows. */
export function weightedAverage(rate: ClassRate, classes: readonly ClassCounts[]): Measurement {
  return average(
    rate,
    classes.filter(counts => support(counts) > 0),
    support
  )
}

function average(rate: ClassRate, classes: readonly ClassCounts[], weight: ClassRateWeight): Measurement {
  let sum = 0
  let weights = 0
  for (const counts of classes) {
    const one = rate(counts)
    if (one.value === null) return one
    sum += one.value * weight(counts)
    weights += weight(counts)
  }
  return quotient(sum, weights, NO_ROWS)
}

type ClassRateWeight = (counts: ClassCounts) => number
