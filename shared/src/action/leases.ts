import { leaseRecord, type LeaseRecord } from '../domain/records/lease.js'
import { sha256Hex } from '../domain/request/sha256.js'
import { layout } from '../domain/store/layout.js'
import type { Clock } from '../ports/clock.js'
import type { ObjectStore, WriteCondition } from '../ports/object-store.js'
import { readRecord, writeRecord } from './record-store.js'

/** A place in a group that is asked for. */
export interface LeaseRequest {
  /** One segment of a store key, such as `training-jobs`. */
  readonly group: string
  /** How many may hold a place side by side. */
  readonly limit: number
  /** Who asks; who already holds a place gets the same one again, so that a re-run does not take two. */
  readonly holder: string
  /** A holder that has not renewed for so long counts as dead. */
  readonly ttlSeconds: number
  readonly clock: Clock
}

/** Machines' clocks differ: an expired lease is left alone for this long before another takes it. */
const CLOCK_SKEW_SECONDS = 30

/**
 * Takes one of `limit` places, each an object that is only ever changed by compare-and-swap, or undefined when all are
 * held. Nobody but the holder has the place until the lease expires; a lower limit counts as the higher places end.
 */
export async function acquireLease(store: ObjectStore, request: LeaseRequest): Promise<Lease | undefined> {
  const slots = await Promise.all(slotsOf(request).map(slot => readSlot(store, request.group, slot)))
  const own = slots.filter(({ record }) => record?.holder === request.holder)
  const free = slots.filter(({ record }) => isFree(record, request.clock))
  for (const slot of [...own, ...free]) {
    const lease = await take(store, request, slot)
    if (lease !== undefined) return lease
  }
  return undefined
}

/** All places of the group, beginning somewhere that depends on the holder, so that many do not all try the first. */
function slotsOf({ limit, holder }: LeaseRequest): number[] {
  const start = Number.parseInt(sha256Hex(holder).slice(0, 8), 16)
  return Array.from({ length: limit }, (_, index) => ((start + index) % limit) + 1)
}

interface Slot {
  readonly number: number
  readonly record: LeaseRecord | undefined
  /** Under which the place may be changed. */
  readonly condition: WriteCondition
}

async function readSlot(store: ObjectStore, group: string, number: number): Promise<Slot> {
  const found = await readRecord(store, layout.lease(group, number), leaseRecord)
  if (found === undefined) return { number, record: undefined, condition: { absent: true } }
  return { number, record: found.value, condition: { etag: found.etag } }
}

function isFree(record: LeaseRecord | undefined, clock: Clock): boolean {
  if (record === undefined || record.holder === null) return true
  return clock.now().getTime() >= Date.parse(record.expires_at) + CLOCK_SKEW_SECONDS * 1000
}

async function take(store: ObjectStore, request: LeaseRequest, slot: Slot): Promise<Lease | undefined> {
  const now = request.clock.now()
  const record: LeaseRecord = {
    schema_version: 1,
    group: request.group,
    slot: slot.number,
    holder: request.holder,
    acquired_at: now.toISOString(),
    expires_at: expiry(now, request.ttlSeconds)
  }
  const result = await writeRecord(store, layout.lease(request.group, slot.number), record, slot.condition)
  return result.written ? new Lease(store, request, { record, etag: result.etag }) : undefined
}

function expiry(now: Date, ttlSeconds: number): string {
  return new Date(now.getTime() + ttlSeconds * 1000).toISOString()
}

interface HeldRecord {
  readonly record: LeaseRecord
  readonly etag: string
}

/** A place that is held. Its calls are made one after the other, not at the same time. */
export class Lease {
  private readonly store: ObjectStore
  private readonly request: LeaseRequest
  private held: HeldRecord

  constructor(store: ObjectStore, request: LeaseRequest, held: HeldRecord) {
    this.store = store
    this.request = request
    this.held = held
  }

  /** From 1 to the limit. */
  get slot(): number {
    return this.held.record.slot
  }

  /** Until then the place is certainly ours. */
  get expiresAt(): Date {
    return new Date(this.held.record.expires_at)
  }

  /** Holds the place for the whole time to live again; false when another has taken it. */
  async renew(): Promise<boolean> {
    const { clock, ttlSeconds } = this.request
    return this.swap({ ...this.held.record, expires_at: expiry(clock.now(), ttlSeconds) })
  }

  /** Gives the place back; one that another has taken stays with the other. */
  async release(): Promise<void> {
    await this.swap({ ...this.held.record, holder: null })
  }

  private async swap(record: LeaseRecord): Promise<boolean> {
    const key = layout.lease(record.group, record.slot)
    const result = await writeRecord(this.store, key, record, { etag: this.held.etag })
    if (result.written) this.held = { record, etag: result.etag }
    return result.written
  }
}
