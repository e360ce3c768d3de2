import type { ValuePath } from '../intake/plain-value.js'
import { nearestName } from '../text/nearest-name.js'
import { phrase } from '../text/phrase.js'
import { learningTypeOf, tasksOf } from './algorithms.js'
import { fault, type RequestFault } from './request-fault.js'
import { requestFieldNames } from './request-fields.js'
import type { RequestDraft, TrainingRequest } from './training-request.js'

/** What the suite fills in where neither the request nor the policy says anything. */
export interface RequestDefaults {
  readonly modelId: string
  readonly maxRetry: number
}

/** The draft with the defaults: model id, retries, and the task and learning type the algorithm implies. */
export function completeRequest(draft: RequestDraft, defaults: RequestDefaults): RequestDraft {
  const [implied, ...others] = draft.algorithm === undefined ? [] : tasksOf(draft.algorithm)
  const task = draft.task ?? (others.length === 0 ? implied : undefined)
  const learningType = draft.learning_type ?? (task === undefined ? undefined : learningTypeOf(task))
  return {
    ...draft,
    model_id: draft.model_id ?? defaults.modelId,
    max_retry: draft.max_retry ?? defaults.maxRetry,
    ...(task === undefined ? {} : { task }),
    ...(learningType === undefined ? {} : { learning_type: learningType })
  }
}

/** A draft that lacks nothing, as the request it is. */
export function asComplete(draft: RequestDraft): TrainingRequest | undefined {
  const { algorithm, dataset_id, model_id, max_retry } = draft
  const isWhole =
    algorithm !== undefined && dataset_id !== undefined && model_id !== undefined && max_retry !== undefined
  return isWhole ? { ...draft, algorithm, dataset_id, model_id, max_retry } : undefined
}

const examples = { algorithm: 'random_forest', dataset_id: 'dataset-20250110-001' } as const

/** Fields that nobody can fill in, unless what stands there is wrong in itself. */
export function missingFields(draft: RequestDraft, unusable: readonly ValuePath[]): RequestFault[] {
  return (['algorithm', 'dataset_id'] as const)
    .filter(name => draft[name] === undefined && !unusable.some(([key]) => meantField(key) === name))
    .map(name =>
      fault(name, phrase`"${name}" is missing`, phrase`Add a line such as "${name}: ${examples[name]}".`)
    )
}

/** A mistyped field is answered with its right name, and is not missing as well. */
function meantField(key: PropertyKey | undefined): string | undefined {
  return typeof key === 'string' ? (nearestName(key, requestFieldNames) ?? key) : undefined
}
