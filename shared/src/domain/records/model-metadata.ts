import * as z from 'zod/mini'
import { count, metrics, modelId, semanticVersion, sha256, timestamp, trainingId } from './schema.js'

/** What a registered version is and where it came from: `models/<model_id>/<version>/model_metadata.json`. */
export const modelMetadata = z.object({
  schema_version: z.literal(1),
  model_id: modelId,
  version: semanticVersion,
  training_id: trainingId,
  task: z.string(),
  algorithm: z.string(),
  hyperparameters: z.record(z.string(), z.unknown()),
  metrics,
  decision: z.unknown(),
  dataset: z.object({ dataset_id: z.string(), sha256: z.nullable(sha256) }),
  request_sha256: sha256,
  commit: z.nullable(z.string()),
  engine: z.record(z.string(), z.string()),
  created_at: timestamp,
  artifacts: z.array(z.object({ path: z.string(), sha256, size_bytes: count })),
  parent_version: z.nullable(semanticVersion)
})

export type ModelMetadata = z.infer<typeof modelMetadata>
