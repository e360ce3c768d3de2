import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { readRollbackInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  for (const number of [1, 2]) await world.run(number)
})
afterEach(() => world.close())

describe('the report', () => {
  test('has the outputs and the result', async () => {
    const report = toReport(await world.call({ reason: 'late' }), 'en')
    expect(report.outputs).toEqual({ 'from-version': 'v1.0.1', 'to-version': 'v1.0.0' })
    expect(report.result).toEqual({
      model_id: 'churn',
      from_version: 'v1.0.1',
      to_version: 'v1.0.0',
      reason: 'late',
      released: null
    })
  })

  test.each([
    [
      'en',
      '## ↩️ Rollback: `churn` rolled back',
      '- **In production:** `v1.0.0`',
      '2 files',
      'v1.0.0 is in production again; v1.0.1 is quarantined.'
    ],
    [
      'ja',
      '## ↩️ ロールバック: `churn` 切り戻し済み',
      '- **本番:** `v1.0.0`',
      '2 ファイル',
      'v1.0.0 を再び本番にし、v1.0.1 を隔離しました。'
    ]
  ] as const)('has a summary in %s', async (language, ...parts) => {
    const { summary } = toReport(await world.call(), language)
    for (const part of parts) expect(summary).toContain(part)
  })

  test('of a release names the version and changes no output', async () => {
    await world.call()
    const report = toReport(await world.call({ release: 'v1.0.1' }), 'en')
    expect(report.outputs).toEqual({ 'from-version': '', 'to-version': '' })
    expect(report.result).toMatchObject({ released: 'v1.0.1' })
    expect(report.summary).toContain('- **Out of quarantine:** `v1.0.1` (archived)')
  })

  test('of a refusal has empty outputs', async () => {
    const report = toReport(await world.call({ to: 'v9.0.0' }), 'en')
    expect(report.outputs).toEqual({ 'from-version': '', 'to-version': '' })
    expect(report.headline).toBe('churn has no version v9.0.0.')
  })

  test('shows a reason and does nothing else with it', async () => {
    const reason = '<img src=x> @everyone\n::error::x | [a](b)'
    const { summary } = toReport(await world.call({ reason }), 'en')
    expect(summary).not.toMatch(/^::/m)
    expect(summary).not.toContain('<img')
    expect(summary).not.toContain('@everyone')
    expect((await world.registry())?.quarantine[0]?.reason).toBe('<img src=x> @everyone ::error::x | [a](b)')
  })
})

describe('inputs', () => {
  const read = async (texts: Record<string, string>) =>
    inputsOf(readRollbackInputs, { 'training-id': '', ...texts })

  test.each([
    ['neither model nor run', {}],
    ['a model id that would leave the store', { 'model-id': '../churn' }],
    ['a time that is none', { 'model-id': 'churn', 'asked-at': 'yesterday' }],
    ['a version that is none', { 'model-id': 'churn', to: '1.0' }],
    ['a release beside a version to go to', { 'model-id': 'churn', to: 'v1.0.0', release: 'v1.0.1' }],
    ['a release beside a version to replace', { 'model-id': 'churn', from: 'v1.0.0', release: 'v1.0.1' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf(read(texts))).toBe('invalid-inputs')
  })

  test('a reason is one line of at most 500 characters', async () => {
    expect((await read({ 'model-id': 'churn', reason: `a\r\nb\u0000${'😀'.repeat(600)}` })).reason).toBe(
      `a b ${'😀'.repeat(496)}`
    )
  })
})
