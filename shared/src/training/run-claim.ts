import { updateRecord } from '../action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../domain/records/training.js'
import { layout } from '../domain/store/layout.js'
import type { Clock } from '../ports/clock.js'
import type { ObjectStore } from '../ports/object-store.js'

/** How often a running training says that it is alive, and after what silence it counts as dead. */
export const HEARTBEAT_SECONDS = 5
export const SILENCE_SECONDS = 60

export type Claim =
  | { readonly owned: true; readonly run: OwnedRun }
  /** Undefined when there is no record, and nobody was to write one. */
  | { readonly owned: false; readonly record: TrainingRecord | undefined }

/** The record with which a run is taken; undefined leaves it as it is. */
export type NextRecord = (current: TrainingRecord | undefined, now: Date) => TrainingRecord | undefined

/** Whether a running record's owner has been silent for too long to be alive. */
export function isAbandoned(record: TrainingRecord, now: Date): boolean {
  return (
    record.status === 'running' && now.getTime() - Date.parse(record.heartbeat_at) > SILENCE_SECONDS * 1000
  )
}

/** Takes a run to begin it: completed and living ones are left alone; failed, stopped and abandoned ones begin again. */
export function beginsWith(draft: TrainingRecord): NextRecord {
  return (current, now) => {
    const taken = current?.status === 'completed' || current?.status === 'submitted'
    const alive = current?.status === 'running' && !isAbandoned(current, now)
    return taken || alive ? undefined : draft
  }
}

/**
 * Takes the run, so that it is trained once: of two jobs that come at the same time one owns it, the other sees the
 * record of the first. `next` says whether it may be taken, and with which record.
 */
export async function claimRun(
  store: ObjectStore,
  clock: Clock,
  { trainingId, next }: { readonly trainingId: string; readonly next: NextRecord }
): Promise<Claim> {
  const key = layout.training(trainingId)
  let taken: TrainingRecord | undefined
  const stored = await updateRecord(store, key, {
    schema: trainingRecord,
    change: current => (taken = next(current, clock.now()))
  })
  return taken === undefined
    ? { owned: false, record: stored }
    : { owned: true, run: new OwnedRun(store, clock, taken) }
}

/** `taken`: another job owns the run now. */
export type StopWish = 'stop-requested' | 'taken'

/** A run this job owns: keeps its heartbeat, hears requests to stop, and writes how it ended. */
export class OwnedRun {
  private readonly store: ObjectStore
  private readonly clock: Clock
  private current: TrainingRecord

  constructor(store: ObjectStore, clock: Clock, record: TrainingRecord) {
    this.store = store
    this.clock = clock
    this.current = record
  }

  /** As this job wrote it last. */
  get record(): TrainingRecord {
    return this.current
  }

  /** Calls `onStop` when another job asks to stop the run, or takes it. Returns the function that ends the heartbeat. */
  beat(onStop: (why: StopWish) => void, everyMilliseconds = HEARTBEAT_SECONDS * 1000): () => Promise<void> {
    let last: Promise<void> = Promise.resolve()
    const timer = setInterval(() => {
      last = last.then(() => this.once(onStop)).catch(() => undefined)
    }, everyMilliseconds)
    return async () => {
      clearInterval(timer)
      await last
    }
  }

  private async once(onStop: (why: StopWish) => void): Promise<void> {
    const stored = await this.swap(current => ({
      ...current,
      heartbeat_at: this.clock.now().toISOString()
    }))
    if (stored?.owner !== this.current.owner) onStop('taken')
    else if (stored.stop_requested_at !== undefined) onStop('stop-requested')
  }

  /** Changes fields of the record while the run goes on; false when another job has taken the run. */
  async change(fields: Partial<TrainingRecord>): Promise<boolean> {
    const stored = await this.swap(current => ({ ...current, ...fields }))
    if (stored?.owner !== this.current.owner) return false
    this.current = stored
    return true
  }

  /** Writes how the run leaves this job, unless another has taken it meanwhile; a wish to stop it is kept. */
  async finish(final: TrainingRecord): Promise<TrainingRecord> {
    const withWish = ({ stop_requested_at: wish }: TrainingRecord) =>
      wish === undefined ? final : { ...final, stop_requested_at: wish }
    return (await this.swap(withWish)) ?? final
  }

  private swap(change: (current: TrainingRecord) => TrainingRecord): Promise<TrainingRecord | undefined> {
    return updateRecord(this.store, layout.training(this.current.training_id), {
      schema: trainingRecord,
      change: current => (current?.owner === this.current.owner ? change(current) : undefined)
    })
  }
}
