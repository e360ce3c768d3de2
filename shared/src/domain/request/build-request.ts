import type { MapNode, Reading } from '../intake/document-node.js'
import { locate } from '../intake/plain-value.js'
import { readDocument } from '../intake/read-document.js'
import { diagnosticAt, type Diagnostic } from '../intake/source-text.js'
import { boundRuntime, maxRetryDefault, policyDefaults, policyFaults } from '../policy/apply-policy.js'
import type { Policy } from '../policy/policy.js'
import { checkRequest } from './check-request.js'
import { completeRequest } from './complete-request.js'
import { mergeDrafts } from './merge-drafts.js'
import type { RequestFault } from './request-fault.js'
import { textFields } from './request-fields.js'
import { requestDraft, type RequestDraft, type TrainingRequest } from './training-request.js'

export interface RequestContext {
  readonly policy: Policy
  /** The model id of a request that names none. */
  readonly modelId: string
  /** The request that the document only changes, for a retraining. */
  readonly base?: RequestDraft
}

/** The complete request a document asks for, under a policy; or everything that is wrong with it, placed. */
export function buildRequest(document: MapNode, context: RequestContext): Reading<TrainingRequest> {
  const draft = readDocument(document, { schema: requestDraft, textFields })
  if (!draft.ok) return draft
  const result = combineRequest(draft.value, context)
  return result.ok ? result : { ok: false, problems: result.faults.map(found => placed(document, found)) }
}

export type Combination =
  | { readonly ok: true; readonly value: TrainingRequest }
  | { readonly ok: false; readonly faults: readonly RequestFault[] }

/** The complete request of a draft over its base and the policy's defaults, or its faults. */
export function combineRequest(draft: RequestDraft, context: RequestContext): Combination {
  const { policy, base = {} } = context
  const whole = mergeDrafts(mergeDrafts(policyDefaults(policy), base), draft)
  const completion = completeRequest(whole, { modelId: context.modelId, maxRetry: maxRetryDefault(policy) })
  if (!completion.complete) return { ok: false, faults: completion.faults }
  const request = boundRuntime(completion.request, policy)
  const faults = [...checkRequest(request), ...policyFaults(request, policy)]
  return faults.length === 0 ? { ok: true, value: request } : { ok: false, faults }
}

function placed(document: MapNode, { path, ...explanation }: RequestFault): Diagnostic {
  const at = locate(document, path)
  return diagnosticAt(at.source, at.start, explanation)
}
