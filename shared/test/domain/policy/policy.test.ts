import { describe, expect, test } from '@jest/globals'
import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { readPolicy } from '../../../src/domain/policy/read-policy.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'

async function policyOf(text: string) {
  const reading = await readPolicy('.github/mlops.yml', text)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.value
}

async function build(policyText: string, requestText: string): Promise<unknown> {
  const body = await readIssueBody(sourceText('issue', requestText), {
    fieldNames: Object.keys(requestFields),
    textFields
  })
  const context = { policy: await policyOf(policyText), modelId: 'm' }
  const reading = body.ok ? await buildRequest(body.value, context) : body
  if (!reading.ok)
    return reading.problems.map(({ place, message, hint }) => `${place} ${message} | ${hint ?? ''}`)
  return JSON.parse(JSON.stringify(reading.value))
}

const needed = 'algorithm: xgboost\ndataset_id: d'
const plain = { algorithm: 'xgboost', dataset_id: 'd', model_id: 'm', max_retry: 3 }

describe('readPolicy', () => {
  test('takes everything of the documentation', async () => {
    const policy = await policyOf(`algorithm: xgboost
defaults: {dataset_id: d}
limits: {max_cost_usd: 5, max_cost_usd_per_month: 100, max_runtime: 2h, instance_types: [ml.m5.*], algorithms: [xgboost], max_concurrent_jobs: 10, max_retry: 3}
permissions: {train: write, approve: maintain, rollback: maintain}
gate: metrics.accuracy > 0.5
custom_metrics: {a: "1"}
notify: {on: [rejected], slack: true, mentions: [team]}
history: {branch: mlops-history, path: training_history}
prices: {ml.m5.xlarge: 0.23}
edge: {quantize: none, public_key: abc}
`)
    expect(policy.limits?.max_cost_usd).toBe(5)
    expect(policy.prices).toEqual({ 'ml.m5.xlarge': 0.23 })
    expect(policy.edge?.public_key).toBe('abc')
  })

  test.each(['', '\n\n', '# only words\n'])('takes %j as no policy', async text => {
    expect(await policyOf(text)).toEqual({})
  })

  test.each<[string, string, string]>([
    ['a misspelt key', 'limit: {}', '.github/mlops.yml:1:1 unknown key "limit" | Did you mean "limits"?'],
    [
      'a misspelt limit',
      'limits:\n  max_cost: 3',
      '.github/mlops.yml:2:3 unknown key "max_cost" in "limits" | Did you mean "max_cost_usd"?'
    ],
    [
      'an unknown permission',
      'permissions: {train: owner}',
      '.github/mlops.yml:1:22 "permissions.train" cannot be "owner"'
    ],
    [
      'a negative amount',
      'limits: {max_cost_usd: -1}',
      '.github/mlops.yml:1:24 "limits.max_cost_usd" must not be negative'
    ],
    [
      'an unknown algorithm',
      'limits: {algorithms: [xgbost]}',
      '.github/mlops.yml:1:23 "xgbost" is not an algorithm | Did you mean "xgboost"?'
    ],
    ['broken YAML', 'limits: [', '.github/mlops.yml:1:']
  ])('explains %s', async (_name, text, problem) => {
    const reading = await readPolicy('.github/mlops.yml', text)
    const problems = reading.ok
      ? []
      : reading.problems.map(({ place, message, hint }) => `${place} ${message} | ${hint ?? ''}`)
    expect(problems).toContainEqual(expect.stringContaining(problem))
  })
})

describe('a policy over requests', () => {
  test.each<[string, string, string, object]>([
    [
      'defaults below the request',
      'seed: 1\ntrees: best',
      `${needed}\nseed: 2`,
      { ...plain, seed: 2, trees: 'best' }
    ],
    ['defaults under "defaults"', 'defaults: {dataset_id: d}', 'algorithm: xgboost', plain],
    [
      'maps merged key by key',
      'compute: {backend: sagemaker, instance_type: ml.m5.large}',
      `${needed}\ncompute: {instance_type: ml.m5.xlarge}`,
      { ...plain, compute: { backend: 'sagemaker', instance_type: 'ml.m5.xlarge' } }
    ],
    [
      'hyperparameters of another algorithm left out',
      'algorithm: mlp\nhyperparameters: {layers: 2}',
      needed,
      plain
    ],
    ['fewer retries by default', 'limits: {max_retry: 1}', needed, { ...plain, max_retry: 1 }],
    [
      'the longest runtime by default',
      'limits: {max_runtime: 2h}',
      needed,
      { ...plain, compute: { max_runtime: '2h' } }
    ],
    [
      'its own gate not copied into the request',
      'gate: metrics.accuracy > 0.5\ncustom_metrics: {a: "1"}',
      needed,
      plain
    ],
    [
      'the key of edge not copied',
      'edge: {quantize: none, public_key: abc}',
      needed,
      { ...plain, edge: { quantize: 'none' } }
    ]
  ])('gives %s', async (_name, policy, request, expected) => {
    expect(await build(policy, request)).toEqual(expected)
  })

  test.each<[string, string, string, string]>([
    [
      'the algorithm',
      'limits: {algorithms: [mlp, pca]}',
      needed,
      'issue:1:12 xgboost is not allowed by the policy (limits.algorithms) | Allowed: mlp, pca.'
    ],
    [
      'retries',
      'limits: {max_retry: 1}',
      `${needed}\nmax_retry: 2`,
      'issue:3:12 2 is not allowed by the policy (limits.max_retry) | At most 1.'
    ],
    [
      'the runtime',
      'limits: {max_runtime: 2h}',
      `${needed}\ncompute: {max_runtime: 121m}`,
      'issue:3:24 121m is not allowed by the policy (limits.max_runtime) | At most 2h.'
    ],
    [
      'the instance type',
      'limits: {instance_types: [ml.m5.*]}',
      `${needed}\ncompute: {instance_type: ml.p4d.24xlarge}`,
      'issue:3:26 ml.p4d.24xlarge is not allowed by the policy (limits.instance_types) | Allowed: "ml.m5.*".'
    ],
    [
      'all instance types',
      'limits: {instance_types: []}',
      `${needed}\ncompute: {instance_type: ml.m5.large}`,
      'issue:3:26 ml.m5.large is not allowed by the policy (limits.instance_types) | The policy allows none.'
    ],
    [
      'metrics of its gate',
      'custom_metrics: {a: "1"}',
      `${needed}\ncustom_metrics: {a: "2"}`,
      'issue:3:21 "a" is defined by the policy (custom_metrics) | Choose another name.'
    ]
  ])('binds %s', async (_name, policy, request, problem) => {
    expect(await build(policy, request)).toContainEqual(problem)
  })
})
