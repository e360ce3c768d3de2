import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { readTrainInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  await world.asked()
})
afterEach(() => world.close())

describe('the report', () => {
  test('has the outputs', async () => {
    const report = toReport(await world.call(), 'en')
    expect(report.outputs).toMatchObject({
      'training-id': trainingId,
      status: 'completed',
      'model-artifact': `memory:runs/${trainingId}/output/model.tar.gz`,
      metrics: '{}',
      'job-name': '',
      'duration-seconds': '0',
      'billable-seconds': '',
      'estimated-cost-usd': '0',
      engine: '{"python":"3.11.2","scikit-learn":"1.2.1"}'
    })
    expect(report.result).toMatchObject({ training_id: trainingId, status: 'completed' })
  })

  test.each([
    ['en', '## ❌ Training: failed', '**What to do:** Do this.'],
    ['ja', '## ❌ 学習: 失敗', '**対処方法:** Do this.']
  ] as const)('has a summary in %s that says what to do', async (language, title, fix) => {
    world.service.script = async () => ({
      status: 'failed',
      code: 'one-class',
      message: 'a | b',
      hint: 'Do this.'
    })
    const report = toReport(await world.call(), language)
    expect(report.summary).toContain(title)
    expect(report.summary).toContain(fix)
    expect(report.summary).toContain('a \\| b')
    expect(report.headline).toBe('a | b. Do this.')
  })

  test.each([
    [
      'en',
      'Training.* refused',
      'the store is not in S3: it is ".mlops"',
      'What to do:** Set the input store to'
    ],
    ['ja', '学習: 拒否', 'ストアが S3 にありません', '対処方法:** このステップと']
  ] as const)('says in %s why nothing was trained', async (language, title, why, fix) => {
    const report = toReport(await world.call({ backend: 'sagemaker', store: '.mlops' }), language)
    expect(report.summary).toMatch(new RegExp(title))
    expect(report.summary).toContain(why)
    expect(report.summary).toContain(fix)
    expect(report.headline).toContain('the store is not in S3')
  })

  test('shows several problems on a line each', async () => {
    world.service.script = async () => ({
      status: 'failed',
      code: 'bad-job',
      message: 'a: is wrong\nb: is wrong too',
      hint: undefined
    })
    expect(toReport(await world.call(), 'en').summary).toContain('\na: is wrong  \nb: is wrong too\n')
  })

  test('of a refusal has empty outputs', async () => {
    const { outputs } = toReport(await world.call({ backend: 'sagemaker' }), 'en')
    expect(outputs).toMatchObject({ status: '', 'model-artifact': '', 'estimated-cost-usd': '' })
  })
})

describe('inputs', () => {
  const read = async (texts: Record<string, string>) => inputsOf(readTrainInputs, texts)

  test.each([
    ['no training-id', { 'training-id': '' }],
    ['a training-id that would leave the store', { 'training-id': '../../etc' }],
    ['an unknown operation', { operation: 'pause' }],
    ['an unknown backend', { backend: 'moon' }],
    ['a duration that is none', { 'wait-timeout': 'soon' }],
    ['a word that is no decision', { 'fail-on': 'crashed' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf(read(texts))).toBe('invalid-inputs')
  })

  test('say everything that is wrong at once', async () => {
    const failed = await read({ operation: 'pause', wait: 'maybe', language: 'fr' }).catch(
      (error: unknown) => error
    )
    expect((failed as { problems: { place: string }[] }).problems.map(problem => problem.place)).toEqual([
      'input language',
      'input operation',
      'input wait'
    ])
  })

  test('fail the step by default where no model came out', async () => {
    expect(await read({})).toMatchObject({ failOn: ['failed', 'stopped', 'refused'], wait: true })
    expect(await read({ 'wait-timeout': '1h30m' })).toMatchObject({ waitTimeoutSeconds: 5400 })
  })
})
