import * as z from 'zod/mini'
import { count, modelId, semanticVersion, sha256, timestamp } from './schema.js'

const counter = z.int().check(z.positive())

const release = z.object({
  version: semanticVersion,
  counter,
  previous_version: z.nullable(semanticVersion),
  manifest_sha256: sha256,
  /** SHA-256 of the registered model.onnx it was made from. */
  source_sha256: sha256,
  /** SHA-256 of the settings it was made with. */
  settings_sha256: sha256,
  released_at: timestamp,
  /** The key of its signature; null when unsigned, absent in records of earlier releases of this suite. */
  key_id: z.optional(z.nullable(sha256))
})

/** What was released to devices: `edge/<model_id>/releases.json`, changed by compare-and-swap. */
export const edgeReleases = z.object({
  schema_version: z.literal(1),
  model_id: modelId,
  /** The highest counter that was handed out; one whose export did not end is never used again. */
  counter: count,
  current: z.nullable(release),
  /** The export that may write now; after `until` it has lost its turn. */
  exporting: z.nullable(z.object({ version: semanticVersion, counter, until: timestamp }))
})

export type EdgeReleases = z.infer<typeof edgeReleases>
export type EdgeRelease = z.infer<typeof release>
