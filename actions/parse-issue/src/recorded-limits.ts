import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import { combineRequest } from '../../../shared/src/domain/request/build-request.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { explained } from '../../../shared/src/domain/intake/source-text.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { Asked } from './claim-run.js'
import { invalidRequest } from './invalid-request.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { PlacedPolicy } from '../../../shared/src/domain/policy/placed-policy.js'

/**
 * A recorded request held against the limits of today's policy. Nothing is added to it: defaults the policy has gained
 * since are for new requests.
 */
export async function underLimits(
  request: TrainingRequest,
  { policy, placeOf }: PlacedPolicy,
  about: Pick<ParseIssueOutcome, 'command' | 'issue'>
): Promise<Asked> {
  const limits = onlyLimits(policy)
  const context = { policy: limits, policyPlace: placeOf, modelId: request.model_id, base: request }
  const combined = await combineRequest({}, context)
  if (combined.ok) return { ok: true, request: combined.value }
  const remedy = phrase`A recorded request is not changed: ask anew, in the issue or by a request file.`
  const problems = combined.faults.map(({ path, message, hint }) =>
    explained(`recorded request: ${path.map(String).join('.')}`, {
      message,
      hint: hint === undefined ? remedy : phrase`${hint} ${remedy}`
    })
  )
  return { ok: false, outcome: invalidRequest(problems, about) }
}

function onlyLimits({ limits, prices, custom_metrics: metrics }: Policy): Policy {
  return {
    ...(limits === undefined ? {} : { limits }),
    ...(prices === undefined ? {} : { prices }),
    ...(metrics === undefined ? {} : { custom_metrics: metrics })
  }
}
