import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { classifierArchive, regressionArchive } from '../../../shared/testing/builders/model-archive.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { World, numberRows, twentyRows } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  expect(world.inference.open).toBe(0)
  world.close()
})

describe('a threshold', () => {
  // 18 of 20 rows are right.
  test.each([
    ['below the accuracy', 0.85, 'pass', 'gate-passed'],
    ['equal to the accuracy', 0.9, 'pass', 'gate-passed'],
    ['above the accuracy', 0.95, 'reject', 'rule-failed']
  ])('%s', async (_name, evaluation_threshold, decision, reason_code) => {
    await world.trained({ evaluation_threshold }, twentyRows(2))
    const outcome = await world.evaluate()
    expect(outcome.decision).toMatchObject({
      decision,
      reason_code,
      gate: `metrics.accuracy >= ${evaluation_threshold} && onnx_parity`,
      rules: [
        { source: 'threshold', value: 0.9, passed: decision === 'pass' },
        { source: 'parity', passed: true }
      ],
      evaluated_at: '2025-01-10T10:00:00.000Z'
    })
    expect(outcome.evaluation).toMatchObject({
      task: 'classification',
      rows: 20,
      primary_metric: { name: 'accuracy', value: 0.9, direction: 'higher' }
    })
    expect(await world.decision()).toEqual(outcome.decision)
    expect(await world.evaluation()).toEqual(outcome.evaluation)
  })

  // √12.5 = 3.5355…
  test.each([
    ['above the error', 3.6, 'pass'],
    ['below the error', 3.5, 'reject']
  ])('of an error metric %s', async (_name, evaluation_threshold, decision) => {
    await world.trained({ task: 'regression', evaluation_threshold }, numberRows(), {
      archive: await regressionArchive()
    })
    const outcome = await world.evaluate()
    expect(outcome.decision).toMatchObject({
      decision,
      gate: `metrics.rmse <= ${evaluation_threshold} && onnx_parity`
    })
    expect(outcome.evaluation.primary_metric).toMatchObject({ name: 'rmse', direction: 'lower' })
    expect(outcome.evaluation.metrics['rmse']).toBeCloseTo(Math.sqrt(12.5), 6)
  })
})

describe('who asks', () => {
  test('nobody: the model passes with a warning', async () => {
    await world.trained({}, twentyRows(2))
    const outcome = await world.evaluate()
    expect(outcome.decision).toMatchObject({ decision: 'pass', reason_code: 'no-gate' })
    expect(outcome.warnings.join()).toContain('Nothing is required')
  })

  test('the input gate stands in for gate and threshold of the request', async () => {
    await world.trained({ gate: 'metrics.accuracy > 0.99', evaluation_threshold: 0.99 }, twentyRows(2))
    const outcome = await world.evaluate({ gate: 'metrics.accuracy > 0.5' })
    expect(outcome.decision.rules.map(rule => rule.source)).toEqual(['input', 'parity'])
    expect(outcome.decision.decision).toBe('pass')
  })

  test('the gate of the policy is required beside the input gate', async () => {
    world.policy('gate: metrics.accuracy >= 0.95\n')
    await world.trained({}, twentyRows(2))
    const outcome = await world.evaluate({ gate: 'metrics.accuracy > 0.5' })
    expect(outcome.decision.rules).toMatchObject([
      { source: 'policy', expression: 'metrics.accuracy >= 0.95', passed: false },
      { source: 'input', passed: true },
      { source: 'parity', passed: true }
    ])
    expect(outcome.decision.decision).toBe('reject')
  })

  test('an issue is judged by the policy of the default branch, whatever lies in the checkout', async () => {
    world.policy('gate: metrics.accuracy >= 0\n')
    world.tracker.files.set('.github/mlops.yml', 'gate: metrics.accuracy >= 0.95\n')
    await world.trained({}, twentyRows(2))
    const outcome = await world.evaluate({}, { event: 'issues' })
    expect(outcome.decision).toMatchObject({ decision: 'reject', rules: [{ source: 'policy' }, {}] })
  })

  test.each([
    ['a built-in metric', { accuracy: 'count() * 0 + 1' }],
    ['a built-in metric that the gate does not name', { f1: '1.0' }]
  ])('nobody can define %s anew', async (_name, custom_metrics) => {
    world.policy('gate: metrics.accuracy >= 0.95\n')
    await world.trained({ custom_metrics }, twentyRows(2))
    expect(await codeOf(world.evaluate())).toBe('custom-metric-invalid')
  })

  test('the metric of the policy counts, not one of the same name in the request', async () => {
    world.policy('gate: metrics.wrong <= 0.05\ncustom_metrics: {wrong: "mean(prediction != target)"}\n')
    await world.trained({ custom_metrics: { wrong: 'count() * 0' } }, twentyRows(2))
    const outcome = await world.evaluate()
    expect(outcome.evaluation.metrics['wrong']).toBeCloseTo(0.1, 12)
    expect(outcome.decision.decision).toBe('reject')
  })

  test('the problems of all gates come in one error', async () => {
    world.policy('gate: metrics.rmse < 0.5\n')
    await world.trained({ gate: 'metrics.accuracy >' }, twentyRows(2))
    const failed = await world.evaluate().catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'gate-invalid' })
    const places = (failed as { problems: { place: string }[] }).problems.map(problem => problem.place)
    expect(places.some(place => place.startsWith('gate of the policy'))).toBe(true)
    expect(places.some(place => place.startsWith('gate,'))).toBe(true)
  })
})

describe('what a gate may name', () => {
  test('a custom metric over the rows', async () => {
    const custom_metrics = { alarms: 'mean(prediction == "yes" && target == "no")', large: 'mean(x > 0)' }
    // Rows 19 and 20 are wrong: the one of the two with x = 1 is a false alarm.
    await world.trained(
      { gate: 'metrics.alarms <= 0.05 && metrics.large == 0.5', custom_metrics },
      twentyRows(2)
    )
    const outcome = await world.evaluate()
    expect(outcome.evaluation.metrics).toMatchObject({ alarms: 0.05, large: 0.5 })
    expect(outcome.decision.decision).toBe('pass')
  })

  test('a slice', async () => {
    // north: 2 of 3 right; south: 1 of 1.
    const rows = 'x,label,region\n1,yes,north\n-1,no,north\n1,no,north\n1,yes,south\n'
    await world.trained(
      { gate: 'slices["region=north"].accuracy >= 0.6 && slices["region=south"].accuracy > 0.99' },
      rows
    )
    const outcome = await world.evaluate()
    expect(outcome.evaluation.slices).toMatchObject({
      'region=north': { rows: 3, metrics: { accuracy: 2 / 3 } },
      'region=south': { rows: 1, metrics: { accuracy: 1 } }
    })
    expect(outcome.decision.decision).toBe('pass')
  })

  test('a slice that the data lacks rejects', async () => {
    await world.trained({ gate: 'slices["region=west"].accuracy > 0' }, twentyRows(0))
    expect((await world.evaluate()).decision).toMatchObject({
      decision: 'reject',
      reason_code: 'metric-undefined'
    })
  })

  test('a metric that is undefined rejects, negated or not', async () => {
    // One class only: no area under the curve.
    await world.trained({ gate: '!(metrics.roc_auc < 0.5)' }, 'x,label\n1,yes\n2,yes\n')
    const outcome = await world.evaluate()
    expect(outcome.evaluation.metrics['roc_auc']).toBeNull()
    expect(outcome.evaluation.undefined['roc_auc']).toBeTruthy()
    expect(outcome.decision).toMatchObject({ decision: 'reject', reason_code: 'metric-undefined' })
  })

  test('size and latency of the ONNX model', async () => {
    await world.trained({ gate: 'size_bytes < 100000.0 && latency_p95_ms < 60000.0' }, twentyRows(0))
    const outcome = await world.evaluate()
    expect(outcome.decision.decision).toBe('pass')
    expect(outcome.decision.rules[0]?.value).toBe(outcome.evaluation.model.size_bytes)
  })
})

describe('parity with the library that trained', () => {
  test('is a rule of its own that rejects a model that passes everything else', async () => {
    await world.trained({ evaluation_threshold: 0.5 }, twentyRows(2), {
      archive: await classifierArchive({ parityError: 0.01 })
    })
    const outcome = await world.evaluate()
    expect(outcome.decision).toMatchObject({
      decision: 'reject',
      reason_code: 'rule-failed',
      rules: [
        { source: 'threshold', passed: true },
        { source: 'parity', expression: 'onnx_parity', passed: false }
      ]
    })
    expect(outcome.evaluation.parity).toMatchObject({ passed: false, rows: 5 })
  })
})

describe('fairness', () => {
  /** 30 rows a group; the model selects 15 of `f` and 6 of `m`: 0.5 and 0.2, apart by 0.3, a ratio of 0.4. */
  const rows = `x,label,sex\n${['f', 'm']
    .flatMap(sex =>
      Array.from({ length: 30 }, (_, index) => `${index < (sex === 'f' ? 15 : 6) ? 1 : -1},yes,${sex}`)
    )
    .join('\n')}\n`

  test.each([
    ['a difference that is allowed', { max_demographic_parity_difference: 0.35 }, 'pass', 0.3],
    ['a difference that is too large', { max_demographic_parity_difference: 0.25 }, 'reject', 0.3],
    ['a ratio that is allowed', { min_demographic_parity_ratio: 0.35 }, 'pass', 0.4],
    ['a ratio that is too small', { min_demographic_parity_ratio: 0.8 }, 'reject', 0.4]
  ])('%s', async (_name, limit, decision, value) => {
    await world.trained({ fairness: { sensitive: ['sex'], ...limit } }, rows)
    const outcome = await world.evaluate()
    const rule = outcome.decision.rules.find(({ source }) => source === 'fairness')
    expect(rule?.value).toBeCloseTo(value, 12)
    expect(outcome.decision.decision).toBe(decision)
    expect(Object.keys(outcome.evaluation.slices)).toEqual(['sex=f', 'sex=m'])
    expect(outcome.evaluation.fairness['sex']).toMatchObject({ minimum_rows: 30 })
  })

  test('of a column that the test data lacks rejects and warns', async () => {
    await world.trained(
      { fairness: { sensitive: ['sex'], max_demographic_parity_difference: 1 } },
      twentyRows(0)
    )
    const outcome = await world.evaluate()
    expect(outcome.decision).toMatchObject({ decision: 'reject', reason_code: 'metric-undefined' })
    expect(outcome.warnings).toContain('fairness: the test data has no column "sex"')
  })
})

test.each([
  [1, 3, 3],
  [2, 3, 2],
  [4, 3, 0],
  [5, 3, 0]
])('attempt %d of %d retries leaves %d', async (attempt, max_retry, left) => {
  await world.trained({ max_retry }, twentyRows(0), { attempt })
  expect((await world.evaluate()).decision).toMatchObject({ attempt, attempts_left: left })
})
