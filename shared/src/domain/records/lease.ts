import * as z from 'zod/mini'
import { count, timestamp } from './schema.js'

/** One of the places of a group that may be held: `leases/<group>/<slot>.json`, changed by compare-and-swap. */
export const leaseRecord = z.lazy(() =>
  z.object({
    schema_version: z.literal(1),
    group: z.string(),
    slot: count,
    /** Null when the place was given back. */
    holder: z.nullable(z.string()),
    acquired_at: timestamp,
    /** From then on anybody may take the place. */
    expires_at: timestamp
  })
)

export type LeaseRecord = z.infer<typeof leaseRecord>
