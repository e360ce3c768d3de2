import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { putRun } from '../../../shared/testing/builders/a-run.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingId } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { FaultyObjectStore, Killed } from '../../../shared/testing/fakes/faulty-object-store.js'
import { readGateInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World, twentyRows } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  world.close()
})

const sha256 = (bytes: Uint8Array | undefined) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')

describe('what is left in the store', () => {
  test('predictions with the probabilities of the model, rounded by nobody', async () => {
    await world.trained({}, 'x,label\n0.5,yes\n-2,no\n')
    await world.evaluate()
    const [header, first, second] = (await world.text(layout.predictions(trainingId))).split('\n')
    expect(header).toBe('row,target,prediction,probability_no,probability_yes')
    const cells = [first, second].map(line => line?.split(',') ?? [])
    expect(cells.map(row => row.slice(0, 3))).toEqual([
      ['1', 'yes', 'yes'],
      ['2', 'no', 'no']
    ])
    const logistic = (value: number) => 1 / (1 + Math.exp(-value))
    expect(Number(cells[0]?.[4])).toBeCloseTo(logistic(0.5), 6)
    expect(Number(cells[1]?.[4])).toBeCloseTo(logistic(-2), 6)
  })

  test('the ONNX model that was measured, with its digest', async () => {
    await world.trained({}, twentyRows(2))
    const { evaluation } = await world.evaluate()
    const bytes = await world.bytes(layout.runModel(trainingId))
    expect(evaluation.model).toEqual({ sha256: sha256(bytes), size_bytes: bytes?.length })
    expect(evaluation.importance).toEqual([{ feature: 'x', value: 1 }])
  })

  test('sample ids in place of row numbers', async () => {
    await world.describe({ sample_id: 'id' })
    await world.trained({}, 'id,x,label\n007,1,yes\n')
    await world.evaluate()
    expect(await world.text(layout.predictions(trainingId))).toContain('\n007,yes,yes,')
  })
})

test('a second evaluation replaces the first', async () => {
  await world.trained({ evaluation_threshold: 0.85 }, twentyRows(2))
  expect((await world.evaluate()).decision.decision).toBe('pass')
  await world.putTest(twentyRows(6))
  world.now = new Date('2025-01-11T00:00:00Z')
  await world.evaluate()
  expect(await world.decision()).toMatchObject({
    decision: 'reject',
    evaluated_at: '2025-01-11T00:00:00.000Z'
  })
  expect((await world.evaluation())?.metrics['accuracy']).toBeCloseTo(0.7, 12)
})

describe('a job that is killed', () => {
  // removal of the old decision, ONNX model, predictions, evaluation, decision
  const changes = 5
  const moments = Array.from({ length: changes }, (_, index) => index + 1).flatMap(at =>
    (['before', 'after'] as const).map(when => ({ when, at }))
  )

  test('makes five changes when nobody kills it', async () => {
    await world.trained({}, twentyRows(2))
    const store = new FaultyObjectStore(world.store)
    await world.evaluate({}, { store })
    expect(store.changes).toBe(changes)
  })

  test.each(moments)('$when change $at leaves no decision beside another model', async ({ when, at }) => {
    const evaluation_threshold = 0.85
    await world.trained({ evaluation_threshold }, twentyRows(2))
    await world.evaluate()
    // Another model, which is wrong wherever the first was right: 0.1, to be rejected.
    await putRun(world.store, {
      request: aRequest({ evaluation_threshold }),
      archive: await classifierArchive({ weights: [-1] }),
      evaluation: null,
      decision: null
    })
    const store = new FaultyObjectStore(world.store, at, when)
    await expect(world.evaluate({}, { store })).rejects.toThrow(Killed)
    const decision = await world.decision()
    if (decision !== undefined) {
      const evaluation = await world.evaluation()
      expect(decision.rules[0]?.value).toBe(evaluation?.metrics['accuracy'])
      expect(sha256(await world.bytes(layout.runModel(trainingId)))).toBe(evaluation?.model.sha256)
    }
    expect((await world.evaluate()).decision.decision).toBe('reject')
  })
})

describe('the report', () => {
  test('has the outputs', async () => {
    await world.trained({ evaluation_threshold: 0.95 }, twentyRows(2))
    const { outputs } = toReport(await world.evaluate(), 'en')
    expect(outputs).toMatchObject({
      passed: 'false',
      'primary-metric': '{"name":"accuracy","value":0.9}',
      'attempts-left': '3',
      report: `memory:runs/${trainingId}/evaluation.json`
    })
    expect(JSON.parse(outputs['failed-rules'] ?? '')).toMatchObject([
      { expression: 'metrics.accuracy >= 0.95' }
    ])
    expect(JSON.parse(outputs['metrics'] ?? '')).toMatchObject({ accuracy: 0.9 })
  })

  test.each([
    ['en', 0.85, '## ✅ Gate: passed – `accuracy` 0.9', 'Measured on 20 rows of test data.\n'],
    ['ja', 0.85, '## ✅ 合否判定: 合格 – `accuracy` 0.9', '評価データ 20 行で測定しました。\n'],
    ['en', 0.95, '## ❌ Gate: rejected – `accuracy` 0.9', '20 rows of test data. 3 attempts left.\n'],
    ['ja', 0.95, '## ❌ 合否判定: 不合格 – `accuracy` 0.9', '測定しました。残り試行回数は 3 回です。\n']
  ] as const)(
    'has a summary in %s for a threshold of %d',
    async (language, evaluation_threshold, title, rows) => {
      await world.trained({ evaluation_threshold }, twentyRows(2))
      const { summary } = toReport(await world.evaluate(), language)
      expect(summary).toContain(title)
      expect(summary).toContain(rows)
      expect(summary).toContain(`\`metrics.accuracy >= ${evaluation_threshold}\``)
    }
  )

  test('shows hostile column values and does nothing with them', async () => {
    const hostile = '<img src=x onerror=alert(1)> @everyone | `x`'
    const request = { fairness: { sensitive: ['who'] } }
    await world.trained(request, `x,label,who\n1,yes,${hostile}\n-1,no,b\n`)
    const { summary } = toReport(await world.evaluate(), 'en')
    // A code span with a longer fence than any inside, its bar escaped for the table.
    expect(summary).toContain('`` who=<img src=x onerror=alert(1)> @everyone \\| `x` ``')
  })
})

describe('inputs', () => {
  test.each([
    ['no training-id', { 'training-id': '' }],
    ['a champion that is no version', { champion: 'best' }],
    ['a confidence that is none', { confidence: '95' }],
    ['a decision that does not exist', { 'fail-on': 'rejected' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf((async () => inputsOf(readGateInputs, texts))())).toBe('invalid-inputs')
  })
})
