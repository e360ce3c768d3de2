/** The answer to `improves` or `not_worse`. */
export interface ChampionVerdict {
  /** `undecided`: the rows cannot tell; `undefined`: one of the two models has no value of the metric. */
  readonly outcome: boolean | 'undecided' | 'undefined'
  /** A sentence with the metric, the difference and its interval, or why there is none. */
  readonly reason: string
  /** The measured difference, positive = better. */
  readonly delta?: number
}

/** Compares the challenger with the champion on the same rows; `by` and `margin` are not negative, in the metric's unit. */
export interface ChampionRules {
  /** Whether the challenger is better by more than `by`. */
  improves(metric: string, by: number): ChampionVerdict
  /** Whether the challenger is not worse by as much as `margin`. */
  notWorse(metric: string, margin: number): ChampionVerdict
}

/** Asks one of the two rules by the name it has in a gate. */
export function askChampionRules(
  rules: ChampionRules,
  { rule, metric, amount }: ChampionQuestion
): ChampionVerdict {
  return rule === 'improves' ? rules.improves(metric, amount) : rules.notWorse(metric, amount)
}

/** One call of `improves` or `not_worse`. */
export interface ChampionQuestion {
  readonly rule: 'improves' | 'not_worse'
  readonly metric: string
  readonly amount: number
}
