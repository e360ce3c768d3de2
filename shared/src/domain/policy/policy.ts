import * as z from 'zod/mini'
import { isAlgorithm } from '../request/algorithms.js'
import { duration, written } from '../request/field-kinds.js'
import { requestFields } from '../request/request-fields.js'
import { edge } from '../request/request-sections.js'

const permission = () => z.enum(['read', 'triage', 'write', 'maintain', 'admin'])
const amount = () => z.number().check(z.minimum(0, 'must not be negative'))
const short = () =>
  z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(400, 'must be at most 400 characters'))
const atLeast = (low: number) => {
  const message = `must be a whole number from ${low}`
  return z.int(message).check(z.minimum(low, message))
}

/** What an issue may never exceed. */
function limits() {
  const instanceType = written(
    /^[A-Za-z0-9.*_-]{1,64}$/,
    'an instance type such as ml.m5.xlarge, or a pattern such as ml.m5.*'
  )
  return z.partial(
    z.strictObject({
      max_cost_usd: amount(),
      max_cost_usd_per_month: amount(),
      max_runtime: duration(),
      instance_types: z.array(instanceType),
      algorithms: z.array(z.string().check(z.refine(isAlgorithm, 'is not an algorithm of this suite'))),
      max_concurrent_jobs: atLeast(1),
      max_retry: atLeast(0)
    })
  )
}

function edgePolicy() {
  const publicKey = z.string().check(z.maxLength(2000, 'must be at most 2000 characters'))
  return z.extend(edge(), { public_key: z.optional(publicKey) })
}

function notify() {
  return z.partial(
    z.strictObject({
      on: z.array(short()),
      slack: z.boolean(),
      sns_topic_arn: short(),
      mentions: z.array(short())
    })
  )
}

/**
 * The repository's policy (`.github/mlops.yml`): defaults for any request field, at top level or under `defaults`,
 * and what binds every request: limits, permissions, the gate and its metrics.
 */
export const policySchema = z.lazy(() =>
  z.partial(
    z.strictObject({
      ...requestFields,
      defaults: z.partial(z.strictObject(requestFields)),
      edge: edgePolicy(),
      limits: limits(),
      permissions: z.partial(
        z.strictObject({ train: permission(), approve: permission(), rollback: permission() })
      ),
      notify: notify(),
      history: z.partial(z.strictObject({ branch: short(), path: short() })),
      prices: z.record(z.string(), amount()),
      execution_role_arn: written(
        /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
        'the ARN of a role, such as arn:aws:iam::123456789012:role/training'
      )
    })
  )
)

export type Policy = z.infer<typeof policySchema>

/** Where scalars of the policy count as the text they are spelled as. */
export const policyTextFields: ReadonlySet<string> = new Set([
  'algorithm',
  'gate',
  'target',
  'features.*',
  'sample_id',
  'positive_class',
  'compute.framework_version',
  'fairness.sensitive.*',
  'defaults.target',
  'defaults.features.*',
  'defaults.sample_id',
  'defaults.positive_class',
  'defaults.compute.framework_version',
  'defaults.fairness.sensitive.*'
])
