import * as z from 'zod/mini'
import { count, timestamp, trainingId } from './schema.js'

const ruleValue = z.nullable(z.union([z.number(), z.boolean(), z.string()]))

/** One rule of a gate: as written, what it came to, and a sentence that says why. `passed` null: undecided. */
export const gateRule = z.object({
  /** Who asks for it: the policy, the request or the action input; `threshold` and `champion` are the request's shorthands. */
  source: z.enum(['policy', 'request', 'input', 'threshold', 'champion', 'fairness', 'parity']),
  expression: z.string(),
  /** The number that decided, where there is one; null with `passed` false: something is undefined. */
  value: ruleValue,
  passed: z.nullable(z.boolean()),
  reason: z.string(),
  /** What the parts of a compound rule came to, innermost first; null = undefined or undecided. */
  trace: z.optional(
    z.array(z.object({ expression: z.string(), value: ruleValue, reason: z.optional(z.string()) }))
  )
})

/** Whether a run may be registered: `runs/<training_id>/decision.json`. */
export const decisionRecord = z.object({
  schema_version: z.literal(1),
  training_id: trainingId,
  decision: z.enum(['pass', 'reject', 'inconclusive']),
  reason_code: z.string(),
  /** The whole gate as one expression, for people. */
  gate: z.string(),
  rules: z.array(gateRule),
  attempt: z.int().check(z.positive()),
  attempts_left: count,
  evaluated_at: timestamp
})

export type GateRule = z.infer<typeof gateRule>
export type DecisionRecord = z.infer<typeof decisionRecord>
