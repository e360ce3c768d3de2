import { binomialCdf } from './binomial.js'
import { chiSquareSf } from './chi-square.js'

const EXACT_UP_TO = 1000

/** McNemar's test on correctness of two classifiers on the same rows (Psychometrika 12, 1947). */
export interface McNemar {
  readonly variant: 'exact' | 'asymptotic'
  /** Rows only the challenger got right, and rows only the champion got right. */
  readonly onlyChallenger: number
  readonly onlyChampion: number
  readonly pValue: number
}

/** Two-sided test from the discordant counts: exact binomial up to 1,000 of them, then chi-square with continuity correction. */
export function mcNemar(onlyChallenger: number, onlyChampion: number): McNemar {
  const discordant = onlyChallenger + onlyChampion
  const variant = discordant <= EXACT_UP_TO ? 'exact' : 'asymptotic'
  return { variant, onlyChallenger, onlyChampion, pValue: pValue(onlyChallenger, onlyChampion) }
}

function pValue(b: number, c: number): number {
  const discordant = b + c
  if (discordant === 0) return 1
  if (discordant <= EXACT_UP_TO) return Math.min(1, 2 * binomialCdf(Math.min(b, c), discordant, 0.5))
  return chiSquareSf((Math.abs(b - c) - 1) ** 2 / discordant, 1)
}
