import type { Expression } from './expression.js'

/** What evaluating a part of a gate gave. `undefined` poisons whatever touches it; `undecided` stands for "cannot tell from these rows". */
export type Outcome =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list' }
  | UndefinedOutcome
  | { readonly kind: 'undecided'; readonly reason: string }

export interface UndefinedOutcome {
  readonly kind: 'undefined'
  readonly reason: string
}

/** An evaluated expression with its evaluated parts: those that a short circuit skipped are absent. */
export interface Evaluated {
  readonly expression: Expression
  readonly outcome: Outcome
  readonly parts: readonly Evaluated[]
  /** A sentence about the outcome, where the values alone would not explain it. */
  readonly remark?: string
  /** The measured number behind a decision that has no number of its own, such as `improves`. */
  readonly measured?: number
}

export const truth = (value: boolean): Outcome => ({ kind: 'boolean', value })
export const undefinedBecause = (reason: string): UndefinedOutcome => ({ kind: 'undefined', reason })

/** A number; one that is not finite is undefined for the given reason. */
export function finite(value: number, otherwise: string): Outcome {
  return Number.isFinite(value) ? { kind: 'number', value } : undefinedBecause(otherwise)
}

/** The outcome that undefined or undecided parts force on the whole: undefined first, all reasons together. */
export function forced(parts: readonly Evaluated[]): Extract<Outcome, { reason: string }> | undefined {
  for (const kind of ['undefined', 'undecided'] as const) {
    const reasons = parts.flatMap(({ outcome }) => (outcome.kind === kind ? [outcome.reason] : []))
    if (reasons.length > 0) return { kind, reason: [...new Set(reasons)].join('; ') }
  }
  return undefined
}
