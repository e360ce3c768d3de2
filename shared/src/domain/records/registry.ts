import * as z from 'zod/mini'
import { metrics, modelId, semanticVersion, sha256, timestamp, trainingId } from './schema.js'

export const stages = ['candidate', 'production', 'archived', 'rejected', 'quarantined'] as const
export type Stage = (typeof stages)[number]

const origin = z.object({ request_sha256: sha256, dataset_sha256: z.nullable(sha256) })

export const registryVersion = z.object({
  version: semanticVersion,
  stage: z.enum(stages),
  training_id: trainingId,
  created_at: timestamp,
  /** When it last became production. */
  promoted_at: z.optional(timestamp),
  /** SHA-256 of the version's model.tar.gz. */
  sha256,
  metrics,
  /** The request and the training data it was made from; absent in versions of earlier releases of this suite. */
  origin: z.optional(origin),
  /** What decides how the next version counts up. */
  contract: z.object({
    task: z.string(),
    target: z.nullable(z.string()),
    features: z.array(z.string()),
    classes: z.nullable(z.array(z.string())),
    algorithm: z.string(),
    hyperparameters_sha256: sha256,
    preprocessing_sha256: sha256
  })
})

/** Stages, versions and quarantine of one model: `models/<model_id>/registry.json`. */
export const registryRecord = z.object({
  schema_version: z.literal(1),
  model_id: modelId,
  production: z.nullable(semanticVersion),
  versions: z.array(registryVersion),
  quarantine: z.array(
    z.object({
      version: semanticVersion,
      reason: z.string(),
      request_sha256: sha256,
      dataset_sha256: z.nullable(sha256),
      quarantined_at: z.optional(timestamp),
      /** The version that was put back into production in its place. */
      restored: z.optional(semanticVersion)
    })
  )
})

export type RegistryVersion = z.infer<typeof registryVersion>
export type VersionOrigin = z.infer<typeof origin>
export type RegistryRecord = z.infer<typeof registryRecord>
