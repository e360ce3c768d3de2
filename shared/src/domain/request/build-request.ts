import type { MapNode, Reading } from '../intake/document-node.js'
import { limitProblems, maxExplained } from '../intake/limit-problems.js'
import type { ValuePath } from '../intake/plain-value.js'
import { readFittingPart } from '../intake/read-document.js'
import { withoutPaths } from '../intake/without-paths.js'
import { isHyperparameter } from './hyperparameter-domains.js'
import { boundRuntime, maxRetryDefault, policyDefaults, policyFaults } from '../policy/apply-policy.js'
import type { PlacedPolicy } from '../policy/placed-policy.js'
import type { Policy } from '../policy/policy.js'
import { checkRequest } from './check-request.js'
import { asComplete, completeRequest, missingFields } from './complete-request.js'
import { mergeDrafts } from './merge-drafts.js'
import { placedFault } from './placed-fault.js'
import type { RequestFault } from './request-fault.js'
import { textFields } from './request-fields.js'
import { requestDraft, type RequestDraft, type TrainingRequest } from './training-request.js'

export interface RequestContext {
  readonly policy: Policy
  /** Where a field of the policy stands, for what it forbids. */
  readonly policyPlace?: PlacedPolicy['placeOf']
  /** The model id of a request that names none. */
  readonly modelId: string
  /** The request that the document only changes, for a retraining. */
  readonly base?: RequestDraft
}

/** The complete request a document asks for, under a policy; or everything that is wrong with it, placed and in order. */
export async function buildRequest(
  document: MapNode,
  context: RequestContext
): Promise<Reading<TrainingRequest>> {
  const draft = readFittingPart(document, {
    schema: requestDraft,
    textFields,
    freeSectionOf: hyperparameterSection
  })
  const result = await combineRequest(draft.value, context, draft.unusable)
  const faults = result.ok ? [] : result.faults
  const placed = faults.slice(0, maxExplained).map(found => placedFault(document, found))
  const unlisted = draft.unlisted + faults.length - placed.length
  const problems = limitProblems([...draft.problems, ...placed], unlisted)
  return result.ok && problems.length === 0 ? result : { ok: false, problems }
}

export type Combination =
  | { readonly ok: true; readonly value: TrainingRequest }
  | { readonly ok: false; readonly faults: readonly RequestFault[] }

/**
 * The complete request of a draft over its base and the policy's defaults, or its faults. Nothing is said about what
 * stands at the paths that are `unusable`, nor about defaults in its place.
 */
export async function combineRequest(
  draft: RequestDraft,
  context: RequestContext,
  unusable: readonly ValuePath[] = []
): Promise<Combination> {
  const { policy, base = {} } = context
  const usable = (whole: RequestDraft) => withoutPaths(whole, unusable) as RequestDraft
  const merged = usable(mergeDrafts(mergeDrafts(policyDefaults(policy), base), draft))
  const defaults = { modelId: context.modelId, maxRetry: maxRetryDefault(policy) }
  const whole = usable(boundRuntime(completeRequest(merged, defaults), policy))
  const faults = [
    ...missingFields(whole, unusable),
    ...checkRequest(whole),
    ...(await expressionFaults(whole, policy)),
    ...policyFaults(whole, policy, context.policyPlace)
  ]
  const value = asComplete(whole)
  return faults.length === 0 && value !== undefined ? { ok: true, value } : { ok: false, faults }
}

/** Most requests hold no expression, and the parser is not loaded for them. */
async function expressionFaults(request: RequestDraft, policy: Policy): Promise<readonly RequestFault[]> {
  if (request.gate === undefined && request.custom_metrics === undefined) return []
  const { checkExpressions } = await import('./expression-faults.js')
  return checkExpressions(request, Object.keys(policy.custom_metrics ?? {}))
}

/** Hyperparameters are often written beside the algorithm that they are of. */
function hyperparameterSection(key: string): string | undefined {
  return isHyperparameter(key) ? 'hyperparameters' : undefined
}
