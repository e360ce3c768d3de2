import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { readRecord, updateRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'

/** How often a running training says that it is alive, and after what silence it counts as dead. */
export const HEARTBEAT_SECONDS = 5
export const SILENCE_SECONDS = 60

export type Claim =
  | { readonly owned: true; readonly run: OwnedRun }
  | { readonly owned: false; readonly record: TrainingRecord }

/** Whether a running record's owner has been silent for too long to be alive. */
export function isAbandoned(record: TrainingRecord, now: Date): boolean {
  return (
    record.status === 'running' && now.getTime() - Date.parse(record.heartbeat_at) > SILENCE_SECONDS * 1000
  )
}

/**
 * Takes the run, so that it is trained once: of two jobs that come at the same time one owns it, the other sees the
 * record of the first. Completed and living runs are not taken; failed, stopped and abandoned ones are.
 */
export async function claimRun(store: ObjectStore, clock: Clock, draft: TrainingRecord): Promise<Claim> {
  const key = layout.training(draft.training_id)
  for (;;) {
    const current = await readRecord(store, key, trainingRecord)
    const taken = current?.value.status === 'completed' || current?.value.status === 'submitted'
    const alive = current?.value.status === 'running' && !isAbandoned(current.value, clock.now())
    if (current !== undefined && (taken || alive)) return { owned: false, record: current.value }
    const condition = current === undefined ? { absent: true as const } : { etag: current.etag }
    if ((await writeRecord(store, key, draft, condition)).written)
      return { owned: true, run: new OwnedRun(store, clock, draft) }
  }
}

/** A run this job owns: keeps its heartbeat, hears requests to stop, and writes how it ended. */
export class OwnedRun {
  private readonly store: ObjectStore
  private readonly clock: Clock
  private readonly draft: TrainingRecord

  constructor(store: ObjectStore, clock: Clock, draft: TrainingRecord) {
    this.store = store
    this.clock = clock
    this.draft = draft
  }

  /** Calls `onStop` when another job asks to stop the run, or takes it. Returns the function that ends the heartbeat. */
  beat(onStop: () => void, everyMilliseconds = HEARTBEAT_SECONDS * 1000): () => Promise<void> {
    let last: Promise<void> = Promise.resolve()
    const timer = setInterval(() => {
      last = last.then(() => this.once(onStop)).catch(() => undefined)
    }, everyMilliseconds)
    return async () => {
      clearInterval(timer)
      await last
    }
  }

  private async once(onStop: () => void): Promise<void> {
    const stored = await updateRecord(this.store, layout.training(this.draft.training_id), {
      schema: trainingRecord,
      change: current =>
        current?.owner === this.draft.owner
          ? { ...current, heartbeat_at: this.clock.now().toISOString() }
          : undefined
    })
    if (stored?.owner !== this.draft.owner || stored.stop_requested_at !== undefined) onStop()
  }

  /** Writes the final record, unless another job has taken the run meanwhile. */
  async finish(final: TrainingRecord): Promise<TrainingRecord> {
    const stored = await updateRecord(this.store, layout.training(final.training_id), {
      schema: trainingRecord,
      change: current => (current?.owner === this.draft.owner ? final : undefined)
    })
    return stored ?? final
  }
}
