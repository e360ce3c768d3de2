import { acquireLease, type Lease } from '../../action/leases.js'
import { readRecord, writeRecord } from '../../action/record-store.js'
import { leaseRecord } from '../../domain/records/lease.js'
import type { Clock } from '../../ports/clock.js'
import type { ObjectStore } from '../../ports/object-store.js'

/** Training jobs side by side where the policy sets no limit. */
export const DEFAULT_CONCURRENT_JOBS = 10
const GROUP = 'training-jobs'
/** Under which all places for training jobs are. */
export const jobSlotsPrefix = `leases/${GROUP}/`
/** Beyond the job's longest time: starting, uploading and the last look. */
const MARGIN_SECONDS = 3600

export interface SlotRequest {
  readonly trainingId: string
  /** The most jobs side by side. */
  readonly limit: number
  readonly longestSeconds: number
  readonly clock: Clock
}

/**
 * Takes a place for a run's training job, the same one again for the same run; undefined when all are taken. It outlives
 * the process that took it, as the job may, and ends by itself after the job must have.
 */
export function acquireJobSlot(store: ObjectStore, request: SlotRequest): Promise<Lease | undefined> {
  const { trainingId, limit, longestSeconds, clock } = request
  const ttlSeconds = longestSeconds + MARGIN_SECONDS
  return acquireLease(store, { group: GROUP, limit, holder: trainingId, ttlSeconds, clock })
}

/** Gives back the place of a run whose job has ended, whoever took it; nothing where it has none. */
export async function releaseJobSlot(store: ObjectStore, trainingId: string): Promise<void> {
  for await (const { key } of store.list(jobSlotsPrefix)) {
    const slot = await readRecord(store, key, leaseRecord)
    if (slot?.value.holder === trainingId)
      await writeRecord(store, key, { ...slot.value, holder: null }, { etag: slot.etag })
  }
}
