import * as z from 'zod/mini'
import { formatNumber } from '../../../shared/src/action/markdown.js'
import { readRecord } from '../../../shared/src/action/record-store.js'
import type { ConversationRun } from '../../../shared/src/domain/records/conversation.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

const trained = z.lazy(() =>
  z.object({
    status: z.string(),
    estimated_cost_usd: z.optional(z.number()),
    cost: z.optional(z.object({ billed_usd: z.optional(z.number()) }))
  })
)
const judged = z.lazy(() =>
  z.object({
    decision: z.string(),
    rules: z.optional(
      z.array(
        z.object({
          expression: z.string(),
          value: z.nullish(z.union([z.number(), z.boolean(), z.string()])),
          passed: z.nullable(z.boolean())
        })
      )
    )
  })
)

/** A rule of the gate that a run did not meet, and what it came to. */
export interface MissedRule {
  readonly expression: string
  /** Undefined: there was no number to compare. */
  readonly value: string | undefined
  /** How far the value is from the bound of the rule, for rules that compare with one number. */
  readonly shortBy: string | undefined
}

/** What became of one run of an issue. */
export interface Attempt {
  readonly trainingId: string
  readonly attempt: number
  /** Undefined before the training has begun. */
  readonly status: string | undefined
  /** Undefined before it was evaluated. */
  readonly gate: string | undefined
  readonly missed: readonly MissedRule[]
  readonly costUsd: number | undefined
}

/** What became of the runs, from the records they left. */
export async function readAttempts(
  store: ObjectStore,
  runs: readonly ConversationRun[]
): Promise<readonly Attempt[]> {
  return Promise.all(runs.map(run => readAttempt(store, run)))
}

async function readAttempt(store: ObjectStore, run: ConversationRun): Promise<Attempt> {
  const { training_id: trainingId, attempt } = run
  const training = (await readRecord(store, layout.training(trainingId), trained))?.value
  const decision = (await readRecord(store, layout.decision(trainingId), judged))?.value
  return {
    trainingId,
    attempt,
    status: training?.status,
    gate: decision?.decision,
    missed: (decision?.rules ?? []).filter(({ passed }) => passed !== true).map(missedRule),
    costUsd: training?.cost?.billed_usd ?? training?.estimated_cost_usd
  }
}

interface RuleResult {
  readonly expression: string
  readonly value?: number | boolean | string | null | undefined
}

function missedRule({ expression, value }: RuleResult): MissedRule {
  return {
    expression,
    value: typeof value === 'number' ? formatNumber(value) : value == null ? undefined : String(value),
    shortBy: typeof value === 'number' ? distance(expression, value) : undefined
  }
}

/** The distance of a value from the bound, for a rule such as `metrics.rmse < 5.0`. */
function distance(expression: string, value: number): string | undefined {
  const bound = /^[^<>=!&|?]{1,200}[<>]=?\s*(-?\d{1,15}(?:\.\d{1,17})?(?:e[+-]?\d{1,3})?)\s*$/i.exec(
    expression
  )?.[1]
  if (bound === undefined) return undefined
  const missing = Math.abs(value - Number(bound))
  return Number.isFinite(missing) ? formatNumber(missing) : undefined
}
