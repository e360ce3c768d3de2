import { describe, expect, test } from '@jest/globals'
import { billedUsd, billText } from '../../../src/domain/cost/billed-cost.js'
import { checkBudget } from '../../../src/domain/cost/check-budget.js'
import { instancePrice } from '../../../src/domain/cost/instance-price.js'
import { monthTotal } from '../../../src/domain/cost/month-total.js'
import { roundUpCents, usdText } from '../../../src/domain/cost/usd.js'
import { worstCase } from '../../../src/domain/cost/worst-case.js'
import type { TrainingRecord } from '../../../src/domain/records/training.js'
import { aTrainingRecord, trainingIdOf } from '../../../testing/builders/records.js'

const price = { instanceType: 'ml.m5.xlarge', usdPerHour: 0.23, source: 'prices in .github/mlops.yml' }
const bounds = { instanceCount: 1, spot: false, maxRuntimeSeconds: 7200, maxWaitSeconds: undefined }

describe('instancePrice', () => {
  test('takes the policy before the table', () => {
    const found = instancePrice('ml.m5.xlarge', {
      region: 'us-east-1',
      policyPrices: { 'ml.m5.xlarge': 0.3 }
    })
    expect(found).toMatchObject({ known: true, price: { usdPerHour: 0.3 } })
  })

  test('takes the dated table in its own region', () => {
    expect(instancePrice('ml.m5.xlarge', { region: 'us-east-1', policyPrices: undefined })).toEqual({
      known: true,
      price: {
        instanceType: 'ml.m5.xlarge',
        usdPerHour: 0.23,
        source: 'price list of us-east-1, read 2026-11-21'
      }
    })
  })

  test.each([
    ['another region', 'ml.m5.xlarge', 'ap-northeast-1'],
    ['another instance', 'ml.p5.48xlarge', 'us-east-1'],
    ['a key of every object', 'constructor', 'us-east-1']
  ])('refuses %s with the line to add', (_, type, region) => {
    expect(instancePrice(type, { region, policyPrices: {} })).toMatchObject({
      known: false,
      problem: {
        message: `the price of ${type} in ${region} is not known, so the cost cannot be bounded`,
        hint: expect.stringContaining(`"prices: {${type}: <price>}"`)
      }
    })
  })
})

describe('worstCase', () => {
  test.each([
    [
      'one instance for two hours',
      bounds,
      0.46,
      '0.23 USD per hour of ml.m5.xlarge × 1 instance × 2 h (max_runtime) = at most 0.46 USD (prices in .github/mlops.yml)'
    ],
    [
      // 0.23 × 3 × 0.75 = 0.5175
      'three instances for 45 minutes, rounded up',
      { ...bounds, instanceCount: 3, maxRuntimeSeconds: 2700 },
      0.52,
      '0.23 USD per hour of ml.m5.xlarge × 3 instances × 45 min (max_runtime) = at most 0.52 USD (prices in .github/mlops.yml)'
    ],
    [
      // Interrupted and started again, spot may run for all of its wait: 0.23 × 4 = 0.92.
      'spot, for all of its wait',
      { ...bounds, spot: true, maxWaitSeconds: 14400 },
      0.92,
      '0.23 USD per hour of ml.m5.xlarge × 1 instance × 4 h (max_wait) = at most 0.92 USD (prices in .github/mlops.yml)'
    ],
    [
      'a minute and a half',
      { ...bounds, maxRuntimeSeconds: 90 },
      0.01,
      '0.23 USD per hour of ml.m5.xlarge × 1 instance × 90 s (max_runtime) = at most 0.01 USD (prices in .github/mlops.yml)'
    ]
  ])('%s', (_, of, usd, arithmetic) => {
    expect(worstCase(price, of)).toEqual({ usd, arithmetic })
  })
})

const run = (number: number, change: Partial<TrainingRecord>) =>
  aTrainingRecord({ training_id: trainingIdOf(number), backend: 'sagemaker', ...change })
const cost = (worst: number, billed?: number) => ({
  cost: {
    worst_case_usd: worst,
    ...(billed !== undefined && { billed_usd: billed }),
    usd_per_hour: 0.23,
    instance_type: 'ml.m5.xlarge',
    instance_count: 1
  }
})

describe('monthTotal', () => {
  const records = [
    run(1, { started_at: '2026-11-01T00:00:00Z', ...cost(4, 1.5) }),
    run(2, { started_at: '2026-11-30T23:59:59.999Z', status: 'running', ...cost(2) }),
    run(3, { started_at: '2026-11-15T12:00:00Z', estimated_cost_usd: 0.5 }),
    run(4, { started_at: '2026-12-01T00:00:00Z', ...cost(8, 8) }),
    run(5, { started_at: '2026-10-31T23:59:59Z', ...cost(16, 16) }),
    run(6, { started_at: '2026-11-02T00:00:00Z', ...cost(32, 32), backend: 'local' }),
    run(7, { started_at: '2026-11-02T00:00:00Z', ...cost(64) })
  ]

  test('adds bills, and worst cases where there is no bill, of one month in UTC', () => {
    expect(monthTotal(records, '2026-11', trainingIdOf(7))).toEqual({
      month: '2026-11',
      billedUsd: 1.5,
      reservedUsd: 2.5,
      runs: 3
    })
  })

  test('is nothing in a month without runs', () => {
    expect(monthTotal(records, '2026-09')).toMatchObject({ billedUsd: 0, reservedUsd: 0, runs: 0 })
  })
})

describe('checkBudget', () => {
  const worst = { usd: 0.46, arithmetic: 'worst' }
  const month = { month: '2026-11', billedUsd: 1.5, reservedUsd: 2.5, runs: 3 }
  const spent = { thisRunUsd: 0.1, month }

  test.each([
    ['no limits', undefined, undefined, []],
    ['limits that are reached exactly', 0.56, 4.56, []],
    ['a cent too little for the run', 0.55, undefined, ['limits.max_cost_usd']],
    ['a cent too little for the month', undefined, 4.55, ['limits.max_cost_usd_per_month']],
    ['nothing allowed', 0, 0, ['limits.max_cost_usd', 'limits.max_cost_usd_per_month']]
  ])('%s', (_, maxCostUsd, maxCostUsdPerMonth, places) => {
    const decision = checkBudget(worst, { maxCostUsd, maxCostUsdPerMonth }, spent)
    expect(decision.allowed).toBe(places.length === 0)
    expect(decision.allowed ? [] : decision.problems.map(({ place }) => place)).toEqual(places)
  })

  test('shows its arithmetic, allowed or not', () => {
    expect(checkBudget(worst, { maxCostUsd: 5, maxCostUsdPerMonth: undefined }, spent).arithmetic).toEqual([
      'worst',
      'This run: 0.10 USD so far + 0.46 USD = 0.56 USD, limit 5.00 USD',
      'All runs of 2026-11 (UTC): 4.10 USD so far + 0.46 USD = 4.56 USD, no limit is set'
    ])
  })
})

test('the bill is price × instances × seconds', () => {
  const billing = { usdPerHour: 0.23, instanceCount: 2, billableSeconds: 900 }
  // 0.23 × 2 × 0.25
  expect(billedUsd(billing)).toBeCloseTo(0.115, 12)
  expect(billText(billing, { worstCaseUsd: 0.92, trainingSeconds: 3000 })).toBe(
    'Billed 900 s of 2 instances: about 0.12 USD of at most 0.92 USD; spot saved 70 %.'
  )
  expect(billText({ ...billing, billableSeconds: 60 }, { worstCaseUsd: 0.92 })).toBe(
    'Billed 60 s of 2 instances: about 0.0077 USD of at most 0.92 USD.'
  )
})

test.each([
  [0.46, 0.46],
  [0.461, 0.47],
  [1.1 + 2.2, 3.3],
  [0, 0]
])('roundUpCents(%d)', (usd, cents) => {
  expect(roundUpCents(usd)).toBe(cents)
})

test('usdText', () => {
  expect([0, 0.004, 1234.5].map(usdText)).toEqual(['0.00 USD', '0.0040 USD', '1234.50 USD'])
})
