import { measured, unmeasurable } from './measurement.js'
import type { WeightedMetric } from './weighted-metric.js'
import { rankScores } from './score-ranking.js'

/** Area under the ROC curve as the Mann-Whitney statistic, ties counting one half (Fawcett, Pattern Recognition Letters 27, 2006). */
export function rocAuc(isPositive: Uint8Array, scores: Float64Array): WeightedMetric {
  const { order, runEnds } = rankScores(scores)
  return counts => {
    let [positives, negatives, wins] = [0, 0, 0]
    let [runPositives, runNegatives] = [0, 0]
    for (let place = 0; place < order.length; place++) {
      const row = order[place] ?? 0
      const count = counts[row] ?? 0
      if (isPositive[row] === 1) runPositives += count
      else runNegatives += count
      if (runEnds[place] === 0) continue
      wins += runNegatives * (positives + runPositives / 2)
      positives += runPositives
      negatives += runNegatives
      runPositives = 0
      runNegatives = 0
    }
    if (positives === 0) return unmeasurable('there are no positive rows')
    if (negatives === 0) return unmeasurable('there are no negative rows')
    return measured(wins / positives / negatives)
  }
}
