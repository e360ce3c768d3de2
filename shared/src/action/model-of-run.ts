import { requestRecord } from '../domain/records/request-record.js'
import { layout } from '../domain/store/layout.js'
import type { ObjectStore } from '../ports/object-store.js'
import { requireRecord } from './record-store.js'

/** The model that a run was requested for; without a record of the run a `UserError` `record-missing`. */
export async function modelOfRun(store: ObjectStore, trainingId: string): Promise<string> {
  const need = { schema: requestRecord, hint: 'Pass model-id, or the training-id of a run in this store.' }
  return (await requireRecord(store, layout.request(trainingId), need)).model_id
}
