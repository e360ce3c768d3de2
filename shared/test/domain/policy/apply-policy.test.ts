import { describe, expect, test } from '@jest/globals'
import { policyFaults } from '../../../src/domain/policy/apply-policy.js'
import { readPlacedPolicy } from '../../../src/domain/policy/read-placed-policy.js'
import type { RequestDraft } from '../../../src/domain/request/training-request.js'
import { inEnglish } from '../../../src/domain/text/phrase.js'

async function faultsOf(policyText: string, request: RequestDraft) {
  const reading = await readPlacedPolicy('.github/mlops.yml', policyText)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { policy, placeOf } = reading.value
  return policyFaults(request, policy, placeOf).map(({ path, message, hint = '' }) => ({
    path: path.map(String).join('.'),
    message: inEnglish(message),
    hint: inEnglish(hint)
  }))
}

describe('policyFaults', () => {
  test.each<[string, string, boolean]>([
    ['ml.m5.xlarge', 'ml.m5.xlarge', true],
    ['ml.m5.*', 'ml.m5.2xlarge', true],
    ['ml.*.xlarge', 'ml.m5.xlarge', true],
    ['ml.*.xlarge', 'ml.m5.2xlarge', false],
    ['*.xlarge', 'ml.m5.xlarge', true],
    ['ml.*5*.large', 'ml.c5n.large', true],
    ['ml.*5*.large', 'ml.c6i.large', false],
    ['ml.m5.*', 'ml.m5', false],
    // No character counts for two pieces of a pattern.
    ['ml.m5*5.large', 'ml.m5.large', false],
    ['ml.*5*5.large', 'ml.m5.large', false],
    ['a*a', 'a', false],
    ['*', 'ml.p4d.24xlarge', true],
    ['ml.m5', 'ml.m5.xlarge', false]
  ])('the pattern %s and the instance %s: allowed %s', async (pattern, type, allowed) => {
    const faults = await faultsOf(`limits: {instance_types: ["${pattern}"]}`, {
      compute: { instance_type: type }
    })
    expect(faults.length === 0).toBe(allowed)
  })

  test('names the line of the limit', async () => {
    const faults = await faultsOf('seed: 1\nlimits:\n  max_retry: 2\n', { max_retry: 5 })
    expect(faults).toEqual([
      {
        path: 'max_retry',
        message: '5 is not allowed by the policy (limits.max_retry)',
        hint: 'At most 2. The policy says so at .github/mlops.yml:3:14.'
      }
    ])
  })

  test('no member of an ensemble may be what may not be trained alone', async () => {
    const hyperparameters = { members: [{ algorithm: 'random_forest' }, { algorithm: 'xgboost' }] }
    const faults = await faultsOf('limits: {algorithms: [ensemble, random_forest]}', {
      algorithm: 'ensemble',
      hyperparameters
    })
    expect(faults.map(({ path }) => path)).toEqual(['hyperparameters.members.1.algorithm'])
  })

  test('a tuning runs no more jobs side by side than the policy allows', async () => {
    const tuning = (parallel: number) => ({ tuning: { parallel } }) as RequestDraft
    const policy = 'limits: {max_concurrent_jobs: 3}'
    expect(await faultsOf(policy, tuning(3))).toEqual([])
    expect((await faultsOf(policy, tuning(4))).map(({ path }) => path)).toEqual(['tuning.parallel'])
  })

  // By hand: 2 USD × 3 instances × 2 h = 12 USD; spot may wait 5 h for its instances: 30 USD.
  test.each<[string, object, string, boolean]>([
    ['at the limit', {}, '12', true],
    ['a cent above', {}, '11.99', false],
    ['spot counts its longest wait', { spot: true, max_wait: '5h' }, '29.99', false],
    ['spot within the limit', { spot: true, max_wait: '5h' }, '30', true],
    ['an instance whose price the policy does not say', { instance_type: 'ml.c5.xlarge' }, '0', true]
  ])('the worst case against max_cost_usd: %s', async (_name, change, limit, allowed) => {
    const compute = { instance_type: 'ml.m5.xlarge', instance_count: 3, max_runtime: '2h', ...change }
    const policy = `limits: {max_cost_usd: ${limit}}\nprices: {ml.m5.xlarge: 2}`
    const faults = await faultsOf(policy, { compute })
    expect(faults.map(({ path }) => path)).toEqual(allowed ? [] : ['compute'])
  })
})
