import * as z from 'zod/mini'
import { driftReportId } from './drift-report.js'
import { modelId, semanticVersion, sha256, timestamp } from './schema.js'

/** A retraining that drift asked for, once for the same current data. */
export const driftRequest = z.object({
  /** The version that drifted; null where none is registered. */
  version: z.nullable(semanticVersion),
  current_sha256: sha256,
  report_id: driftReportId,
  via: z.enum(['dispatch', 'issue']),
  /** `claimed`: a job is about to make it. */
  status: z.enum(['claimed', 'made']),
  /** When it was claimed, then when it was made. */
  at: timestamp,
  /** The workflow that was started, or the address of the issue. */
  target: z.string()
})

/** The last retrainings that drift asked for: `drift/<model_id>/requests.json`. */
export const driftRequests = z.object({
  schema_version: z.literal(1),
  model_id: modelId,
  requests: z.array(driftRequest)
})

export type DriftRequest = z.infer<typeof driftRequest>
export type DriftRequests = z.infer<typeof driftRequests>
