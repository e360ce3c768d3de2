import * as z from 'zod/mini'
import { trainingRequest } from '../request/training-request.js'
import { modelId, sha256, timestamp, trainingId } from './schema.js'

/** One run as it was asked for: `runs/<training_id>/request.json`. */
export const requestRecord = z.object({
  schema_version: z.literal(1),
  training_id: trainingId,
  model_id: modelId,
  request: trainingRequest,
  request_sha256: sha256,
  /** The command that asked for it. */
  command: z.enum(['train', 'retrain', 'approve']),
  /** 1 for the first attempt; a run that is started again after a failure keeps its number. */
  attempt: z.int().check(z.positive()),
  repository: z.string(),
  issue: z.optional(z.int()),
  commit: z.optional(z.string()),
  event: z.string(),
  run_id: z.optional(z.string()),
  actor: z.optional(z.string()),
  /** The actor's permission when it was read; absent where GitHub authorised the event. */
  permission: z.optional(z.string()),
  reason: z.optional(z.string()),
  /** Address of the drift report that asked for it. */
  report: z.optional(z.string()),
  /** The run whose request this repeats: the first one, however often it was repeated since. */
  rerun_of: z.optional(z.string()),
  created_at: timestamp
})

export type RequestRecord = z.infer<typeof requestRecord>
