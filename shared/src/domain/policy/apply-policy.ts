import { usdText } from '../cost/usd.js'
import { worstCase } from '../cost/worst-case.js'
import { parseDurationSeconds } from '../request/duration.js'
import { mergeDrafts } from '../request/merge-drafts.js'
import { phrase, type Phrase } from '../text/phrase.js'
import { fault, faultAt, type RequestFault } from '../request/request-fault.js'
import { requestFields } from '../request/request-fields.js'
import type { RequestDraft } from '../request/training-request.js'
import { noPolicy, type PlacedPolicy } from './placed-policy.js'
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
export function boundRuntime<T extends RequestDraft>(request: T, policy: Policy): T {
  const longest = policy.limits?.max_runtime
  if (longest === undefined || request.compute?.max_runtime !== undefined) return request
  return { ...request, compute: { ...request.compute, max_runtime: longest } }
}

/** Everything in a request that the policy forbids; each message names the limit, and its line where `placeOf` knows it. */
export function policyFaults(
  request: RequestDraft,
  policy: Policy,
  placeOf: PlacedPolicy['placeOf'] = noPolicy.placeOf
): readonly RequestFault[] {
  return [
    ...withLine(limitFaults(request, policy), placeOf),
    ...withLine(costFaults(request, policy), placeOf),
    ...withLine(metricFaults(request, policy), placeOf)
  ]
}

/** The same without what it may cost, for who knows more of the costs. */
export function limitsExceeded(request: RequestDraft, policy: Policy): readonly RequestFault[] {
  return [...limitFaults(request, policy), ...metricFaults(request, policy)]
}

function withLine(faults: readonly PolicyFault[], placeOf: PlacedPolicy['placeOf']): RequestFault[] {
  return faults.map(({ limit, ...found }) => {
    const place = placeOf(limit)
    if (place === undefined) return found
    const where = phrase`The policy says so at ${place}.`
    return { ...found, hint: found.hint === undefined ? where : phrase`${found.hint} ${where}` }
  })
}

/** A fault and the field of the policy that makes it one. */
interface PolicyFault extends RequestFault {
  readonly limit: readonly string[]
}

function limitFaults(request: RequestDraft, { limits = {} }: Policy): PolicyFault[] {
  const faults: PolicyFault[] = []
  const { compute = {} } = request
  const exceed = (path: string, value: string | number, limit: string) =>
    faults.push({
      ...fault(
        path,
        phrase`${value} is not allowed by the policy (limits.${limit})`,
        limitHint(limits, limit)
      ),
      limit: ['limits', limit]
    })
  for (const { path, name } of algorithmsOf(request))
    if (limits.algorithms?.some(known => known === name) === false) exceed(path, name, 'algorithms')
  const { max_retry: retries = 0, tuning } = request
  if (limits.max_retry !== undefined && retries > limits.max_retry) exceed('max_retry', retries, 'max_retry')
  const { parallel } = tuning ?? {}
  if (
    parallel !== undefined &&
    limits.max_concurrent_jobs !== undefined &&
    parallel > limits.max_concurrent_jobs
  )
    exceed('tuning.parallel', parallel, 'max_concurrent_jobs')
  if (isLonger(compute.max_runtime, limits.max_runtime))
    exceed('compute.max_runtime', compute.max_runtime ?? '', 'max_runtime')
  const { instance_type: type } = compute
  if (type !== undefined && limits.instance_types?.some(pattern => matches(pattern, type)) === false) {
    exceed('compute.instance_type', type, 'instance_types')
  }
  return faults
}

/** The algorithm of a request and those of an ensemble's members: who may not train one may not train it as a member. */
function algorithmsOf({ algorithm, hyperparameters }: RequestDraft): { path: string; name: string }[] {
  if (algorithm === undefined) return []
  const own = { path: 'algorithm', name: algorithm }
  const members: unknown = algorithm === 'ensemble' ? hyperparameters?.['members'] : undefined
  if (!Array.isArray(members)) return [own]
  return [own, ...members.flatMap((member: unknown, index) => memberAlgorithm(member, index))]
}

function memberAlgorithm(member: unknown, index: number): { path: string; name: string }[] {
  if (typeof member !== 'object' || member === null || !('algorithm' in member)) return []
  const { algorithm } = member
  if (typeof algorithm !== 'string') return []
  return [{ path: `hyperparameters.members.${index}.algorithm`, name: algorithm }]
}

/** The most a request may cost, where all it takes to say so is in the request and the policy's prices. */
function costFaults({ compute = {} }: RequestDraft, { limits = {}, prices = {} }: Policy): PolicyFault[] {
  const { instance_type: instanceType = '', instance_count: instanceCount = 1, spot = false } = compute
  const maxRuntimeSeconds = seconds(compute.max_runtime)
  const most = limits.max_cost_usd
  const usdPerHour = Object.hasOwn(prices, instanceType) ? prices[instanceType] : undefined
  if (most === undefined || usdPerHour === undefined || maxRuntimeSeconds === undefined) return []
  const price = { instanceType, usdPerHour, source: 'prices in the policy' }
  const maxWaitSeconds = seconds(compute.max_wait)
  const worst = worstCase(price, { instanceCount, spot, maxRuntimeSeconds, maxWaitSeconds })
  if (worst.usd <= most) return []
  const message = phrase`the training may cost ${usdText(worst.usd)}, and the policy allows ${usdText(most)} (limits.max_cost_usd)`
  const hint = phrase`${worst.arithmetic}. Shorten max_runtime (and max_wait) or choose a smaller instance_type.`
  return [{ ...fault('compute', message, hint), limit: ['limits', 'max_cost_usd'] }]
}

function seconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDurationSeconds(duration)
}

function limitHint(limits: NonNullable<Policy['limits']>, name: string): Phrase {
  const value: unknown = Object.entries(limits).find(([key]) => key === name)?.[1]
  if (!Array.isArray(value)) return phrase`At most ${String(value)}.`
  // A pattern ends in a sign that a full stop would look like a part of.
  const allowed = value.map(String).map(each => (each.includes('*') ? `"${each}"` : each))
  return allowed.length === 0 ? phrase`The policy allows none.` : phrase`Allowed: ${allowed.join(', ')}.`
}

function isLonger(duration: string | undefined, limit: string | undefined): boolean {
  if (duration === undefined || limit === undefined) return false
  return (parseDurationSeconds(duration) ?? 0) > (parseDurationSeconds(limit) ?? Infinity)
}

/** Every `*` in a pattern stands for any text, also none. */
function matches(pattern: string, type: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return type === pattern
  if (!type.startsWith(first) || !type.endsWith(last) || type.length < first.length + last.length)
    return false
  let from = first.length
  for (const piece of rest) {
    const at = type.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return from <= type.length - last.length
}

/** The policy's gate must mean what the policy says: a request cannot define its metrics anew. */
function metricFaults(request: RequestDraft, policy: Policy): PolicyFault[] {
  const defined = new Map(Object.entries(policy.custom_metrics ?? {}))
  return Object.entries(request.custom_metrics ?? {})
    .filter(([name, expression]) => defined.has(name) && defined.get(name) !== expression)
    .map(([name]) => ({
      ...faultAt(
        ['custom_metrics', name],
        phrase`"${name}" is defined by the policy (custom_metrics)`,
        phrase`Choose another name.`
      ),
      limit: ['custom_metrics', name]
    }))
}
