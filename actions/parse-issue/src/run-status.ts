import * as z from 'zod/mini'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { nextStartOf } from '../../../shared/src/domain/request/training-id.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

const statusOnly = z.lazy(() => z.object({ status: z.string() }))
const decisionOnly = z.lazy(() => z.object({ decision: z.string() }))
const maxStarts = 50

/** `status` of a run's training.json, undefined before the training has begun. */
export async function statusOf(store: ObjectStore, trainingId: string): Promise<string | undefined> {
  return (await readRecord(store, layout.training(trainingId), statusOnly))?.value.status
}

/** `decision` of a run's gate, undefined before it was evaluated. */
export async function gateDecisionOf(store: ObjectStore, trainingId: string): Promise<string | undefined> {
  return (await readRecord(store, layout.decision(trainingId), decisionOnly))?.value.decision
}

/** The id to train under: the run itself while it is new, running or completed; after a failure `<id>-2`, `-3`, … */
export async function liveStartOf(store: ObjectStore, trainingId: string): Promise<string> {
  let id = trainingId
  for (let start = 1; start < maxStarts; start += 1) {
    const status = await statusOf(store, id)
    if (status !== 'failed' && status !== 'stopped') return id
    id = nextStartOf(id)
  }
  return id
}
