import { measured, unmeasurable } from './measurement.js'
import type { WeightedMetric } from './weighted-metric.js'
import { rankScores } from './score-ranking.js'

/** Average precision as the step sum Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores, without interpolation. */
export function averagePrecision(isPositive: Uint8Array, scores: Float64Array): WeightedMetric {
  const { order, runEnds } = rankScores(scores)
  return counts => {
    let [positives, seen, runPositives, sum] = [0, 0, 0, 0]
    for (let place = 0; place < order.length; place++) {
      const row = order[place] ?? 0
      const count = counts[row] ?? 0
      seen += count
      if (isPositive[row] === 1) runPositives += count
      if (runEnds[place] === 0) continue
      positives += runPositives
      if (runPositives > 0) sum += (runPositives * positives) / seen
      runPositives = 0
    }
    return positives === 0 ? unmeasurable('there are no positive rows') : measured(sum / positives)
  }
}
