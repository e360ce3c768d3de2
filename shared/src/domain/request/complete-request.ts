import { learningTypeOf, tasksOf } from './algorithms.js'
import type { RequestDraft, TrainingRequest } from './training-request.js'
import type { RequestFault } from './request-fault.js'

/** What the suite fills in where neither the request nor the policy says anything. */
export interface RequestDefaults {
  readonly modelId: string
  readonly maxRetry: number
}

export type Completion =
  | { readonly complete: true; readonly request: TrainingRequest }
  | { readonly complete: false; readonly faults: readonly RequestFault[] }

/** Fills in the defaults: model id, retries, and the task and learning type the algorithm implies. */
export function completeRequest(draft: RequestDraft, defaults: RequestDefaults): Completion {
  const { algorithm, dataset_id: datasetId } = draft
  if (algorithm === undefined || datasetId === undefined)
    return { complete: false, faults: missingFields(draft) }
  const [implied, ...others] = tasksOf(algorithm)
  const task = draft.task ?? (others.length === 0 ? implied : undefined)
  const learningType = draft.learning_type ?? (task === undefined ? undefined : learningTypeOf(task))
  const request: TrainingRequest = {
    ...draft,
    algorithm,
    dataset_id: datasetId,
    model_id: draft.model_id ?? defaults.modelId,
    max_retry: draft.max_retry ?? defaults.maxRetry,
    ...(task === undefined ? {} : { task }),
    ...(learningType === undefined ? {} : { learning_type: learningType })
  }
  return { complete: true, request }
}

function missingFields(draft: RequestDraft): RequestFault[] {
  const examples = { algorithm: 'random_forest', dataset_id: 'dataset-20250110-001' } as const
  return (['algorithm', 'dataset_id'] as const)
    .filter(name => draft[name] === undefined)
    .map(name => ({
      path: [name],
      message: `"${name}" is missing`,
      hint: `Add a line such as "${name}: ${examples[name]}".`
    }))
}
