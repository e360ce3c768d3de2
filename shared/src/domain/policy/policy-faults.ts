import { TASKS } from '../metrics/task.js'
import { checkRequest } from '../request/check-request.js'
import type { RequestFault } from '../request/request-fault.js'
import type { RequestDraft } from '../request/training-request.js'
import { policyDefaults, policyFaults } from './apply-policy.js'
import type { Policy } from './policy.js'

/** What no request can mend: defaults that the limits forbid or the algorithm does not take, expressions that are none. */
export async function policyContradictions(policy: Policy): Promise<readonly RequestFault[]> {
  const defaults = policyDefaults(policy)
  const own = policyFaults(defaults, policy)
  const values = checkRequest(defaults).filter(({ path }) => path[0] === 'hyperparameters')
  return [
    ...[...own, ...values].map(found => ({ ...found, path: placeInPolicy(policy, found.path) })),
    ...(await expressionFaults(policy))
  ]
}

/** A default stands at top level or, winning there, under `defaults`. */
function placeInPolicy({ defaults = {} }: Policy, path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [field] = path
  return field !== undefined && Object.hasOwn(defaults, field) ? ['defaults', ...path] : path
}

async function expressionFaults(policy: Policy): Promise<readonly RequestFault[]> {
  const { gate, custom_metrics: metrics, task, algorithm } = policy
  if (gate === undefined && metrics === undefined) return []
  const { checkExpressions } = await import('../request/expression-faults.js')
  const asked: RequestDraft = {
    ...(gate === undefined ? {} : { gate }),
    ...(metrics === undefined ? {} : { custom_metrics: metrics }),
    ...(task === undefined ? {} : { task }),
    ...(algorithm === undefined ? {} : { algorithm })
  }
  return checkExpressions(asked, [], TASKS)
}
