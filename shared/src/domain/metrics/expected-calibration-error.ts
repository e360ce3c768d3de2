import { quotient } from './measurement.js'
import { classProbabilities } from './classification-outcomes.js'
import type { ProbabilisticOutcomes } from './probability-scores.js'
import { NO_ROWS } from './row-mean.js'
import type { WeightedMetric } from './weighted-metric.js'

const BINS = 10

/**
 * Expected calibration error over 10 equal-width bins (a, b], the first closed at 0: of the positive class's probability,
 * or of the top probability with more than two classes (Naeini et al., AAAI 2015; Guo et al., ICML 2017).
 */
export function expectedCalibrationError(outcomes: ProbabilisticOutcomes): WeightedMetric {
  const { confidence, hit } = outcomes.modelClasses <= 2 ? ofPositive(outcomes) : ofTop(outcomes)
  const bins = Uint8Array.from(confidence, binOf)
  return counts => {
    const gaps = new Float64Array(BINS)
    let rows = 0
    for (let row = 0; row < counts.length; row++) {
      const count = counts[row] ?? 0
      const bin = bins[row] ?? 0
      gaps[bin] = (gaps[bin] ?? 0) + count * ((hit[row] ?? 0) - (confidence[row] ?? 0))
      rows += count
    }
    return quotient(
      gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
      rows,
      NO_ROWS
    )
  }
}

interface Calibration {
  readonly confidence: Float64Array
  readonly hit: Uint8Array
}

function binOf(confidence: number): number {
  let bin = 0
  while (bin < BINS - 1 && confidence > (bin + 1) / BINS) bin++
  return bin
}

function ofPositive({ modelClasses, positive, truth, probabilities }: ProbabilisticOutcomes): Calibration {
  const confidence = classProbabilities(probabilities, modelClasses, positive)
  return { confidence, hit: Uint8Array.from(truth, label => (label === positive ? 1 : 0)) }
}

function ofTop({ modelClasses, truth, probabilities }: ProbabilisticOutcomes): Calibration {
  const size = modelClasses
  const confidence = new Float64Array(truth.length)
  const hit = Uint8Array.from(truth, (label, row) => {
    const start = row * size
    let top = 0
    for (let index = 1; index < size; index++) {
      if ((probabilities[start + index] ?? 0) > (probabilities[start + top] ?? 0)) top = index
    }
    confidence[row] = probabilities[start + top] ?? 0
    return top === label ? 1 : 0
  })
  return { confidence, hit }
}
