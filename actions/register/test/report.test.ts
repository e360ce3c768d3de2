import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { readRegisterInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('the report', () => {
  test('has the outputs and the result', async () => {
    const report = toReport(await world.run(1), 'en')
    expect(report.outputs).toEqual({
      version: 'v1.0.0',
      'model-uri': 'memory:models/churn/v1.0.0/model.tar.gz',
      'model-package-arn': '',
      stage: 'production',
      pruned: '[]'
    })
    expect(report.result).toEqual({
      model_id: 'churn',
      version: 'v1.0.0',
      stage: 'production',
      model_uri: 'memory:models/churn/v1.0.0/model.tar.gz',
      pruned: [],
      baseline_rows: null
    })
  })

  test.each([
    ['en', '## ✅ Registry: `churn` v1.0.0 registered', '- **Why this number:** `the first version`'],
    ['ja', '## ✅ モデル登録: `churn` v1.0.0 登録済み', '- **番号の理由:** `the first version`']
  ] as const)('has a summary in %s', async (language, title, why) => {
    const { summary } = toReport(await world.run(1), language)
    expect(summary).toContain(title)
    expect(summary).toContain(why)
    expect(summary).toContain('| `accuracy` | 0.9 |')
  })

  test('of a refusal has empty outputs', async () => {
    const report = toReport(await world.run(1, { decision: null }), 'en')
    expect(report.outputs).toMatchObject({ version: '', 'model-uri': '', stage: '' })
    expect(report.result).toMatchObject({ version: null, stage: null, model_uri: null })
  })
})

describe('inputs', () => {
  const read = async (texts: Record<string, string>) =>
    inputsOf(readRegisterInputs, { 'training-id': '', ...texts })

  test.each([
    ['register without a run', {}],
    ['promote without model and run', { operation: 'promote', version: 'v1.0.0' }],
    ['a version that is none', { operation: 'promote', 'model-id': 'churn', version: '1.0' }],
    ['a model id that would leave the store', { operation: 'promote', 'model-id': '../churn' }],
    ['fewer generations than the least', { operation: 'promote', 'model-id': 'churn', keep: '4' }],
    ['half a generation', { operation: 'promote', 'model-id': 'churn', keep: '5.5' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf(read(texts))).toBe('invalid-inputs')
  })

  test('default to registering automatically and promoting', async () => {
    expect(await read({ 'training-id': 'train-20250110-093000-1a2b3c4d' })).toMatchObject({
      operation: 'register',
      bump: 'auto',
      approval: 'automatic',
      promote: true,
      keep: 5,
      registry: 'store',
      failOn: []
    })
  })
})
