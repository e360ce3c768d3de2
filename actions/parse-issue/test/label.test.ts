import { describe, expect, test } from '@jest/globals'
import { conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { toOutputs } from '../src/outcome.js'
import { request, verdict, World } from './world.js'

describe('a label', () => {
  test('starts the training the issue describes', async () => {
    const world = new World()
    const outcome = await world.label('writer')
    expect(verdict(outcome)).toEqual(['accepted', 'request-accepted', 'train'])
    const outputs = toOutputs(outcome)
    expect(outputs['training-id']).toMatch(/^train-20250110-093000-[0-9a-f]{8}$/)
    expect(outputs).toMatchObject({
      proceed: 'true',
      'model-id': 'churn',
      attempt: '1',
      command: 'train',
      'command-arguments': '{}'
    })
    expect(JSON.parse(outputs['request'] ?? '')).toEqual(request)
  })

  test('leaves the request and the conversation in the store', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    const stored = requestRecord.parse(await world.json(`runs/${run?.trainingId ?? ''}/request.json`))
    expect(stored).toMatchObject({
      request,
      request_sha256: requestDigest(request),
      attempt: 1,
      issue: 7,
      actor: 'writer',
      permission: 'write',
      repository: 'o/r',
      commit: 'c0ffee',
      event: 'issues',
      created_at: '2025-01-10T09:30:00.000Z'
    })
    const talk = conversation.parse(await world.json('issues/7.json'))
    expect(talk.runs.map(entry => entry.training_id)).toEqual([run?.trainingId])
    expect(talk.requests[0]?.request_sha256).toBe(requestDigest(request))
    expect(talk.approvals[0]).toMatchObject({ actor: 'writer', decision: 'approved' })
  })

  test.each<[string, object, string[]]>([
    ['another label', { label: 'bug' }, ['ignored', 'other-label']],
    ['an edit', { action: 'edited' }, ['ignored', 'other-action']],
    ['a pull request', { pullRequest: true }, ['ignored', 'pull-request']],
    ['prose', { body: 'please train' }, ['invalid', 'request-invalid']],
    ['an empty issue', { body: '' }, ['invalid', 'request-invalid']]
  ])('on %s starts nothing', async (_name, parts, expected) => {
    const world = new World()
    const outcome = await world.label('writer', parts)
    expect([outcome.decision, outcome.reasonCode]).toEqual(expected)
    expect(toOutputs(outcome)).toMatchObject({ proceed: 'false', 'training-id': '', request: '' })
    expect(await world.json('issues/7.json')).toBeUndefined()
  })

  test('twice delivered is one run', async () => {
    const world = new World()
    const first = await world.label('writer')
    const second = await world.label('writer')
    expect(verdict(second)).toEqual(['accepted', 'run-attached', 'train'])
    expect(second.run).toEqual(first.run)
    expect(conversation.parse(await world.json('issues/7.json')).runs).toHaveLength(1)
  })

  test('delivered twice at once is one run', async () => {
    const world = new World()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => world.label('writer')))
    expect(new Set(outcomes.map(outcome => outcome.run?.trainingId)).size).toBe(1)
    expect(outcomes.filter(outcome => outcome.reasonCode === 'request-accepted')).toHaveLength(1)
    expect(conversation.parse(await world.json('issues/7.json')).runs).toHaveLength(1)
  })

  test.each<[string, string, string]>([
    ['running', '', 'run-attached'],
    ['completed', '', 'run-attached'],
    ['failed', '-2', 'run-restarted'],
    ['stopped', '-2', 'run-restarted']
  ])('delivered again over a %s run', async (status, suffix, reasonCode) => {
    const world = new World()
    const { run } = await world.label('writer')
    await world.trained(run?.trainingId, status)
    const again = await world.label('writer')
    expect(again.run?.trainingId).toBe(`${run?.trainingId ?? ''}${suffix}`)
    expect(again.run?.attempt).toBe(1)
    expect(again.reasonCode).toBe(reasonCode)
    expect(
      requestRecord.parse(await world.json(`runs/${again.run?.trainingId ?? ''}/request.json`)).request
    ).toEqual(request)
  })

  test('delivered again after two failures starts a third time', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    await world.trained(run?.trainingId, 'failed')
    await world.trained(`${run?.trainingId ?? ''}-2`, 'failed')
    expect((await world.label('writer')).run?.trainingId).toBe(`${run?.trainingId ?? ''}-3`)
  })

  test('delivered again keeps the request it had, whatever the policy has become', async () => {
    const world = new World()
    const first = await world.label('writer')
    world.tracker.files.set('.github/mlops.yml', 'seed: 9')
    expect((await world.label('writer')).run).toEqual(first.run)
  })

  test('set again is another attempt, until none is left', async () => {
    const world = new World()
    const first = await world.label('writer', { updatedAt: '2025-01-10T10:00:00Z' })
    const second = await world.label('writer', { updatedAt: '2025-01-10T11:00:00Z' })
    const third = await world.label('writer', { updatedAt: '2025-01-10T12:00:00Z' })
    expect([first, second].map(outcome => outcome.run?.attempt)).toEqual([1, 2])
    expect(first.run?.trainingId).not.toBe(second.run?.trainingId)
    expect(verdict(third)).toEqual(['exhausted', 'attempts-exhausted', 'train'])
    expect(toOutputs(third)).toMatchObject({ proceed: 'false', 'training-id': '', attempt: '2' })
  })

  test('after a run that passed counts from one again', async () => {
    const world = new World()
    await world.label('writer', { updatedAt: '2025-01-10T10:00:00Z' })
    const second = await world.label('writer', { updatedAt: '2025-01-10T11:00:00Z' })
    await world.gated(second.run?.trainingId, 'pass')
    const third = await world.label('writer', { updatedAt: '2025-01-10T12:00:00Z' })
    expect(third.run?.attempt).toBe(1)
  })

  test('is judged by the policy of the default branch, not of the checkout', async () => {
    const world = new World()
    world.files.put('.github/mlops.yml', 'limits: {algorithms: [random_forest]}')
    world.tracker.files.set('.github/mlops.yml', 'limits: {algorithms: [mlp]}')
    expect((await world.label('writer')).reasonCode).toBe('request-invalid')
  })

  test('under a policy that cannot be read fails loudly', async () => {
    const world = new World()
    world.tracker.files.set('.github/mlops.yml', 'limit: {}')
    await expect(world.label('writer')).rejects.toMatchObject({ code: 'policy-invalid' })
  })

  test('reads an issue form from the default branch', async () => {
    const world = new World()
    const form =
      'body:\n  - {type: input, id: algorithm, attributes: {label: アルゴリズム}}\n  - {type: input, id: dataset_id, attributes: {label: データ}}\n'
    world.tracker.files.set('.github/ISSUE_TEMPLATE/mlops-train.yml', form)
    const outcome = await world.label('writer', { body: '### アルゴリズム\n\npca\n\n### データ\n\nd9' })
    expect(outcome.run?.request).toMatchObject({ algorithm: 'pca', dataset_id: 'd9' })
  })
})
