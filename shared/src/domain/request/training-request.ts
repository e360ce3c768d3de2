import * as z from 'zod/mini'
import { requestFields } from './request-fields.js'

/** A request as written: any field may still be missing. */
export const requestDraft = z.partial(z.strictObject(requestFields))

export type RequestDraft = z.infer<typeof requestDraft>

const { algorithm, model_id, dataset_id, max_retry, ...others } = requestFields

/**
 * A complete request: what `runs/<training_id>/request.json` holds and every later action reads. `task` is absent
 * where the algorithm does not imply it: then `dataset.json` decides, else it is classification.
 */
export const trainingRequest = z.lazy(() =>
  z.extend(z.partial(z.strictObject(others)), { algorithm, model_id, dataset_id, max_retry })
)

export type TrainingRequest = z.infer<typeof trainingRequest>
