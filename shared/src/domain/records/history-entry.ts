import * as z from 'zod/mini'
import { count, modelId, semanticVersion, sha256, timestamp, trainingId } from './schema.js'

/** One run in the training history: `<training_id>.json` on the history branch. */
export const historyEntry = z.object({
  schema_version: z.literal(1),
  sequence: count,
  /** SHA-256 of the previous entry's bytes; null for the first. */
  previous_sha256: z.nullable(sha256),
  training_id: trainingId,
  issue: z.optional(count),
  model_id: z.optional(modelId),
  version: z.optional(semanticVersion),
  decision: z.string(),
  request: z.unknown(),
  training: z.unknown(),
  evaluation: z.unknown(),
  decision_record: z.unknown(),
  /** SHA-256 of the report a person reads, `<training_id>.md`. */
  report_sha256: sha256,
  recorded_at: timestamp
})

/** The end of the chain: `HEAD.json`. */
export const historyHead = z.object({
  schema_version: z.literal(1),
  sequence: count,
  entry: z.string(),
  sha256
})

export type HistoryEntry = z.infer<typeof historyEntry>
export type HistoryHead = z.infer<typeof historyHead>
