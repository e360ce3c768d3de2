import { logGamma } from './log-gamma.js'

/** P(X ≤ successes) of the binomial distribution, each term computed in log space. */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0
  if (successes >= trials) return 1
  if (probability <= 0) return 1
  if (probability >= 1) return 0
  const logTrials = logGamma(trials + 1)
  let sum = 0
  for (let k = 0; k <= successes; k++) {
    const logWays = logTrials - logGamma(k + 1) - logGamma(trials - k + 1)
    sum += Math.exp(logWays + k * Math.log(probability) + (trials - k) * Math.log1p(-probability))
  }
  return Math.min(1, sum)
}
