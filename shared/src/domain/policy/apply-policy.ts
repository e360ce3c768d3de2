import { parseDurationSeconds } from '../request/duration.js'
import { mergeDrafts } from '../request/merge-drafts.js'
import { fault, type RequestFault } from '../request/request-fault.js'
import { requestFields } from '../request/request-fields.js'
import type { RequestDraft, TrainingRequest } from '../request/training-request.js'
import type { Policy } from './policy.js'

const defaultMaxRetry = 3
// The policy's own gate and metrics are required beside the request's; they are no defaults for it.
const binding: readonly string[] = ['gate', 'custom_metrics', 'edge']

/** The request fields a policy gives defaults for. */
export function policyDefaults(policy: Policy): RequestDraft {
  const fields = Object.entries(policy).filter(
    ([key]) => Object.hasOwn(requestFields, key) && !binding.includes(key)
  )
  const top = Object.fromEntries(fields) as RequestDraft
  const edge = Object.entries(policy.edge ?? {}).filter(([key]) => key !== 'public_key')
  const own = edge.length === 0 ? top : { ...top, edge: Object.fromEntries(edge) }
  return mergeDrafts(own, policy.defaults ?? {})
}

/** Retries of a request that says nothing about them: 3, or fewer where the policy allows fewer. */
export function maxRetryDefault(policy: Policy): number {
  return Math.min(defaultMaxRetry, policy.limits?.max_retry ?? defaultMaxRetry)
}

/** The request with the policy's runtime limit where it says nothing about its runtime. */
export function boundRuntime(request: TrainingRequest, policy: Policy): TrainingRequest {
  const longest = policy.limits?.max_runtime
  if (longest === undefined || request.compute?.max_runtime !== undefined) return request
  return { ...request, compute: { ...request.compute, max_runtime: longest } }
}

/** Everything in a request that the policy forbids; each message names the limit. */
export function policyFaults(request: TrainingRequest, policy: Policy): readonly RequestFault[] {
  return [...limitFaults(request, policy), ...metricFaults(request, policy)]
}

function limitFaults(request: TrainingRequest, { limits = {} }: Policy): RequestFault[] {
  const faults: RequestFault[] = []
  const { compute = {} } = request
  const exceed = (path: string, value: string | number, limit: string) =>
    faults.push(
      fault(path, `${value} is not allowed by the policy (limits.${limit})`, limitHint(limits, limit))
    )
  if (limits.algorithms !== undefined && !limits.algorithms.includes(request.algorithm)) {
    exceed('algorithm', request.algorithm, 'algorithms')
  }
  if (limits.max_retry !== undefined && request.max_retry > limits.max_retry) {
    exceed('max_retry', request.max_retry, 'max_retry')
  }
  if (isLonger(compute.max_runtime, limits.max_runtime))
    exceed('compute.max_runtime', compute.max_runtime ?? '', 'max_runtime')
  const { instance_type: type } = compute
  if (type !== undefined && limits.instance_types?.some(pattern => matches(pattern, type)) === false) {
    exceed('compute.instance_type', type, 'instance_types')
  }
  return faults
}

function limitHint(limits: NonNullable<Policy['limits']>, name: string): string {
  const value: unknown = Object.entries(limits).find(([key]) => key === name)?.[1]
  return Array.isArray(value) ? `Allowed: ${value.join(', ')}.` : `At most ${String(value)}.`
}

function isLonger(duration: string | undefined, limit: string | undefined): boolean {
  if (duration === undefined || limit === undefined) return false
  return (parseDurationSeconds(duration) ?? 0) > (parseDurationSeconds(limit) ?? Infinity)
}

/** `*` at the end of a pattern stands for any rest. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}

/** The policy's gate must mean what the policy says: a request cannot define its metrics anew. */
function metricFaults(request: TrainingRequest, policy: Policy): RequestFault[] {
  const defined = new Map(Object.entries(policy.custom_metrics ?? {}))
  return Object.entries(request.custom_metrics ?? {})
    .filter(([name, expression]) => defined.has(name) && defined.get(name) !== expression)
    .map(([name]) =>
      fault(
        `custom_metrics.${name}`,
        `"${name}" is defined by the policy (custom_metrics)`,
        'Choose another name.'
      )
    )
}
