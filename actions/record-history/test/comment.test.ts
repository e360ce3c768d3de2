import { beforeEach, describe, expect, test } from '@jest/globals'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { readHistoryInputs } from '../src/inputs.js'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  await world.run(1)
})

describe('the comment on the issue', () => {
  test('is the report', async () => {
    const outcome = await world.record(1)
    expect(outcome.commentUrl).toBe('https://github.test/o/r/issues/7#issuecomment-1')
    expect(world.tracker.comments).toHaveLength(1)
    expect(world.tracker.comments[0]?.body).toContain(outcome.report)
    expect(outcome.warnings).toEqual([])
  })

  test('is one per run, updated in place', async () => {
    await world.record(1)
    await world.run(1, { decision: { decision: 'reject' } })
    await world.record(1)
    await world.run(2)
    await world.record(2)
    expect(world.tracker.comments.map(comment => comment.body.includes('❌'))).toEqual([true, false])
  })

  test('goes to the issue that was named', async () => {
    world.tracker.issues.set(9, new Set())
    await world.record(1, { 'issue-number': '9' })
    expect(world.tracker.comments.map(comment => comment.issueNumber)).toEqual([9])
  })

  test('is cut where GitHub would refuse it', async () => {
    const rules = Array.from({ length: 100 }, (_, index) => ({
      source: 'request' as const,
      expression: `metrics.m${index} > 0`,
      value: 0,
      passed: false,
      reason: 'x'.repeat(2000)
    }))
    await world.run(1, { decision: { decision: 'reject', rules } })
    const outcome = await world.record(1)
    expect(outcome.report?.length).toBeGreaterThan(65_536)
    expect(world.tracker.comments[0]?.body.length).toBeLessThan(65_536)
    expect(outcome.warnings).toEqual([])
  })
})

test('a comment that is cut ends with a whole line and with whole characters', async () => {
  const one = {
    source: 'request' as const,
    expression: 'x',
    value: 0,
    passed: false,
    reason: '🧪'.repeat(999)
  }
  await world.run(1, { decision: { decision: 'reject', rules: Array.from({ length: 100 }, () => one) } })
  const { report } = await world.record(1)
  const lines = world.tracker.comments[0]?.body.split('\n\n… (the whole report')[0]?.split('\n') ?? []
  expect(lines.length).toBeGreaterThan(30)
  expect(lines).toEqual(report?.split('\n').slice(0, lines.length))
})

describe('a comment that cannot be written', () => {
  test('because GitHub does not answer only warns', async () => {
    world.tracker.fail()
    const outcome = await world.record(1)
    expect(outcome).toMatchObject({ decision: 'recorded', commentUrl: undefined })
    expect(outcome.warnings).toEqual([expect.stringContaining('GitHub does not answer')])
  })

  test('because there is no token only warns', async () => {
    const outcome = await world.record(1, {}, { token: false })
    expect(outcome).toMatchObject({ decision: 'recorded', commentUrl: undefined })
    expect(outcome.warnings).toEqual([expect.stringContaining('github-token')])
  })

  test('because the issue is gone only warns', async () => {
    const outcome = await world.record(1, { 'issue-number': '404' })
    expect(outcome).toMatchObject({ decision: 'recorded' })
    expect(outcome.warnings).toHaveLength(1)
  })
})

test('notifications that this release cannot send are said', async () => {
  const { warnings } = await world.record(1, {
    'slack-webhook-url': 'https://hooks.slack.test/x',
    'sns-topic-arn': 'arn:aws:sns:eu-west-1:1:t'
  })
  expect(warnings.map(warning => warning.split(':')[0])).toEqual(['slack-webhook-url', 'sns-topic-arn'])
  expect(warnings.join()).not.toContain('hooks.slack.test')
})

describe('the outputs and the summary', () => {
  test.each([
    ['en', '## ✅ Training history: recorded', '<details><summary>The report</summary>'],
    ['ja', '## ✅ 学習履歴: 記録済み', '<details><summary>レポート</summary>']
  ] as const)('in %s', async (language, title, report) => {
    const outcome = await world.record(1, { language })
    const { outputs, summary } = toReport(outcome, language)
    expect(outputs).toEqual({
      entry: outcome.entry,
      'entry-sha256': outcome.entrySha256,
      commit: outcome.commit,
      'comment-url': outcome.commentUrl
    })
    expect(summary).toContain(title)
    expect(summary).toContain(report)
  })
})

describe('inputs', () => {
  const read = async (texts: Record<string, string>) => inputsOf(readHistoryInputs, texts)

  test.each([
    ['no training-id to record', { 'training-id': '' }],
    ['a branch that git would refuse', { branch: 'a..b' }],
    ['a branch that is an option', { branch: '--upload-pack=x' }],
    ['a branch by its full name', { branch: 'refs/heads/history' }],
    ['a branch called HEAD', { branch: 'HEAD' }],
    ['a directory with an empty name', { path: 'docs//history' }],
    ['a directory in the repository of git', { path: 'docs/.git/hooks' }],
    ['a directory that leaves the repository', { path: '../elsewhere' }],
    ['an absolute directory', { path: '/etc' }],
    ['an issue number that is none', { 'issue-number': '0x7' }]
  ])('%s are invalid', async (_name, texts) => {
    expect(await codeOf(read(texts))).toBe('invalid-inputs')
  })

  test.each([
    ['a nested branch', { branch: 'mlops/history-2' }],
    ['a directory with a hidden part', { path: 'docs/.mlops/history' }]
  ])('%s is fine', async (_name, texts) => {
    expect(await read(texts)).toMatchObject(texts)
  })

  test('verify needs no run', async () => {
    expect(await read({ operation: 'verify', 'training-id': '' })).toMatchObject({
      branch: 'mlops-history',
      path: 'training_history'
    })
  })
})
