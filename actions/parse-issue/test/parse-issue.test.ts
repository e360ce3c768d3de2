import { describe, expect, test } from '@jest/globals'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { toOutputs, toResult, type ParseIssueOutcome } from '../src/outcome.js'
import { issueBody, requestText, World } from './world.js'

const verdict = ({ decision, reasonCode, command }: ParseIssueOutcome) => [decision, reasonCode, command]
const request = {
  algorithm: 'random_forest',
  dataset_id: 'd1',
  max_retry: 1,
  model_id: 'churn'
}

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

describe('authority', () => {
  test.each<[string, string, string[]]>([
    ['a reader', 'reader', ['unauthorized', 'permission-missing', 'train']],
    ['a stranger', 'nobody', ['unauthorized', 'permission-missing', 'train']],
    ['a writer', 'writer', ['accepted', 'request-accepted', 'train']]
  ])('%s sets the label', async (_name, sender, expected) => {
    expect(verdict(await new World().label(sender))).toEqual(expected)
  })

  test('is unknown without a token', async () => {
    const world = new World()
    const payload = {
      action: 'labeled',
      label: { name: 'mlops:train' },
      issue: { number: 7, title: 't', body: issueBody, updated_at: '2025-01-10T09:30:00Z' },
      sender: { login: 'writer' }
    }
    expect(verdict(await world.event('issues', payload, {}, false))).toEqual([
      'unauthorized',
      'permission-unknown',
      'train'
    ])
  })

  test('is unknown when the API does not answer', async () => {
    const world = new World()
    world.tracker.down = true
    const outcome = await world.label('writer')
    expect(verdict(outcome)).toEqual(['unauthorized', 'permission-unknown', 'train'])
    expect(await world.json('issues/7.json')).toBeUndefined()
  })

  test('is read each time', async () => {
    const world = new World()
    await world.label('writer')
    world.tracker.permissions.set('writer', 'read')
    expect((await world.comment('writer', '/mlops retrain')).reasonCode).toBe('permission-missing')
  })

  test.each<[string, string, string, string]>([
    ['retrain', 'writer', 'required-permission', 'maintain'],
    ['cancel', 'writer', 'required-permission', 'maintain']
  ])('the input can ask for more than the policy: %s', async (word, sender, _input, permission) => {
    const outcome = await new World().comment(
      sender,
      `/mlops ${word}`,
      {},
      { requiredPermission: permission as 'maintain' }
    )
    expect(outcome.decision).toBe('unauthorized')
  })

  test('the policy can ask for more than the input', async () => {
    const world = new World()
    world.tracker.files.set('.github/mlops.yml', 'permissions: {train: maintain}')
    expect((await world.label('writer')).decision).toBe('unauthorized')
    expect((await world.label('keeper')).decision).toBe('accepted')
  })

  test.each<[string, string, boolean]>([
    ['approve', 'writer', false],
    ['approve', 'keeper', true],
    ['reject', 'writer', false],
    ['reject', 'keeper', true],
    ['rollback', 'writer', false],
    ['rollback', 'keeper', true],
    ['cancel', 'reader', false],
    ['cancel', 'writer', true],
    ['status', 'nobody', false],
    ['status', 'reader', true],
    ['help', 'reader', true],
    ['anything', 'nobody', false]
  ])('/mlops %s by a %s: %s', async (word, sender, allowed) => {
    const outcome = await new World().comment(sender, `/mlops ${word}`)
    expect(outcome.decision === 'unauthorized').toBe(!allowed)
  })
})

describe('a request that waits', () => {
  test('is started by an approval of exactly that request', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve')
    expect(verdict(outcome)).toEqual(['accepted', 'request-approved', 'approve'])
    expect(toOutputs(outcome)).toMatchObject({ proceed: 'true', attempt: '1' })
    expect(outcome.run?.trainingId).toMatch(/^train-20250111-100000-/)
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
  })

  test('is not started when it was edited meanwhile', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve', { body: issueBody.replace('d1', 'd2') })
    expect(verdict(outcome)).toEqual(['invalid', 'request-changed', 'approve'])
    expect(toOutputs(outcome)['proceed']).toBe('false')
  })

  test('is still the same request when only words around it change', async () => {
    const world = new World()
    await world.label('reader')
    const outcome = await world.comment('keeper', '/mlops approve', { body: `Hello\n\n${issueBody}` })
    expect(outcome.decision).toBe('accepted')
  })

  test('approved twice by one comment is one run', async () => {
    const world = new World()
    await world.label('reader')
    const first = await world.comment('keeper', '/mlops approve')
    const second = await world.comment('keeper', '/mlops approve')
    expect(second.run?.trainingId).toBe(first.run?.trainingId)
    expect(second.reasonCode).toBe('run-attached')
  })

  test('is the latest one, also when an earlier one is delivered again', async () => {
    const world = new World()
    const later = { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' }
    for (const parts of [{}, later, {}]) await world.label('reader', parts)
    const { awaiting } = conversation.parse(await world.json('issues/7.json'))
    expect(awaiting?.request.dataset_id).toBe('d2')
  })

  test('is gone when the label was set again since by who may', async () => {
    const world = new World()
    await world.label('reader')
    await world.label('writer', { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' })
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
  })

  test('still waits when something else is trained meanwhile', async () => {
    const world = new World()
    await world.label('writer')
    await world.label('reader', { body: issueBody.replace('d1', 'd2'), updatedAt: '2025-01-10T09:40:00Z' })
    await world.comment('writer', '/mlops retrain')
    const { awaiting } = conversation.parse(await world.json('issues/7.json'))
    expect(awaiting?.request.dataset_id).toBe('d2')
  })

  test('is gone when rejected', async () => {
    const world = new World()
    await world.label('reader')
    expect(toOutputs(await world.comment('keeper', '/mlops reject'))).toMatchObject({
      proceed: 'false',
      command: 'reject'
    })
    expect(conversation.parse(await world.json('issues/7.json')).awaiting).toBeUndefined()
    expect(toOutputs(await world.comment('keeper', '/mlops approve', { id: 101 }))['proceed']).toBe('false')
  })
})

describe('commands', () => {
  test.each<[string, string, object]>([
    [
      'approve a version',
      '/mlops approve v1.2.0',
      { command: 'approve', 'command-arguments': '{"version":"v1.2.0"}' }
    ],
    [
      'reject a version',
      '/mlops reject v1.2.0 reason: too slow',
      { command: 'reject', 'command-arguments': '{"version":"v1.2.0","reason":"too slow"}' }
    ],
    [
      'roll back',
      '/mlops rollback reason: drift',
      { command: 'rollback', 'command-arguments': '{"reason":"drift"}' }
    ],
    ['cancel', '/mlops cancel', { command: 'cancel' }]
  ])('hand over: %s', async (_name, body, expected) => {
    const world = new World()
    const { run } = await world.label('writer')
    const outcome = await world.comment('keeper', body)
    expect(outcome.reasonCode).toBe('command-accepted')
    expect(toOutputs(outcome)).toMatchObject({
      proceed: 'false',
      'training-id': run?.trainingId,
      'model-id': 'churn',
      ...expected
    })
  })

  test.each<[string, string, object, string[]]>([
    ['no command', 'thanks!', {}, ['ignored', 'no-command']],
    ['a bot', '/mlops retrain', { type: 'Bot' }, ['ignored', 'from-bot']],
    ['a pull request', '/mlops retrain', { pullRequest: true }, ['ignored', 'pull-request']],
    ['an edit', '/mlops retrain', { action: 'edited' }, ['ignored', 'other-action']],
    ['a typo', '/mlops retrian', {}, ['invalid', 'command-unknown']],
    ['a wrong argument', '/mlops rollback latest', {}, ['invalid', 'command-arguments']]
  ])('%s', async (_name, body, parts, expected) => {
    const outcome = await new World().comment('keeper', body, parts)
    expect([outcome.decision, outcome.reasonCode]).toEqual(expected)
  })

  test('retrain repeats the last request, not the edited issue', async () => {
    const world = new World()
    await world.label('writer')
    const outcome = await world.comment('writer', '/mlops retrain reason: again', { body: 'edited away' })
    expect(verdict(outcome)).toEqual(['accepted', 'request-accepted', 'retrain'])
    expect(outcome.run).toMatchObject({ attempt: 2, request })
    expect(toOutputs(outcome)['command-arguments']).toBe('{"reason":"again"}')
  })

  test('retrain merges the changes of its block', async () => {
    const world = new World()
    await world.label('writer', {
      body: `\`\`\`yaml\n${requestText}\nhyperparameters: {max_depth: 3, n_estimators: 10}\nfeatures: [a, b]\n\`\`\``
    })
    const outcome = await world.comment(
      'writer',
      '/mlops retrain\n\n```yaml\nhyperparameters: {max_depth: 5}\nfeatures: [a]\n```'
    )
    expect(outcome.run?.request).toMatchObject({
      hyperparameters: { max_depth: 5, n_estimators: 10 },
      features: ['a']
    })
  })

  test('retrain with another algorithm drops the hyperparameters of the first', async () => {
    const world = new World()
    await world.label('writer', {
      body: `\`\`\`yaml\n${requestText}\nhyperparameters: {max_depth: 3}\n\`\`\``
    })
    const outcome = await world.comment('writer', '/mlops retrain\n```yaml\nalgorithm: mlp\n```')
    expect(outcome.run?.request).toEqual({ ...request, algorithm: 'mlp' })
  })

  test('retrain places problems in the comment', async () => {
    const world = new World()
    await world.label('writer')
    const outcome = await world.comment('writer', '/mlops retrain\n\n```yaml\nsed: 1\n```')
    expect(outcome.problems?.map(problem => problem.place)).toEqual(['comment:4:1'])
  })

  test('retrain before any run reads the issue', async () => {
    const outcome = await new World().comment('writer', '/mlops retrain')
    expect(outcome.run).toMatchObject({ attempt: 1, request })
  })

  test('retrain stops where the attempts end', async () => {
    const world = new World()
    await world.label('writer')
    await world.comment('writer', '/mlops retrain', { id: 1 })
    expect((await world.comment('writer', '/mlops retrain', { id: 2 })).decision).toBe('exhausted')
    const raised = await world.comment('writer', '/mlops retrain\n```yaml\nmax_retry: 2\n```', { id: 3 })
    expect(raised.run?.attempt).toBe(3)
  })
})

describe('schedules and dispatches', () => {
  test('train the request of a file, without asking for a permission', async () => {
    const world = new World()
    world.files.put('requests/sales.yml', 'algorithm: xgboost\ndataset_id: d')
    world.tracker.runs.set('77', new Date('2025-02-01T02:03:04Z'))
    const outcome = await world.dispatch(
      { requestFile: 'requests/sales.yml', reason: 'weekly' },
      { event: 'schedule' }
    )
    expect(verdict(outcome)).toEqual(['accepted', 'request-accepted', 'train'])
    expect(outcome.run?.trainingId).toMatch(/^train-20250201-020304-/)
    expect(toOutputs(outcome)).toMatchObject({
      proceed: 'true',
      'model-id': 'sales',
      attempt: '1',
      'command-arguments': '{"reason":"weekly"}'
    })
  })

  test('of one workflow run are one training, of two are two', async () => {
    const world = new World()
    world.files.put('r.yml', 'algorithm: xgboost\ndataset_id: d')
    for (const id of ['77', '78']) world.tracker.runs.set(id, new Date('2025-02-01T02:03:04Z'))
    const first = await world.dispatch({ requestFile: 'r.yml' })
    const again = await world.dispatch({ requestFile: 'r.yml' })
    const other = await world.dispatch({ requestFile: 'r.yml' }, { runId: '78' })
    expect(again.run?.trainingId).toBe(first.run?.trainingId)
    expect(again.reasonCode).toBe('run-attached')
    expect(other.run?.trainingId).not.toBe(first.run?.trainingId)
    await world.trained(first.run?.trainingId, 'failed')
    expect((await world.dispatch({ requestFile: 'r.yml' })).run?.trainingId).toBe(
      `${first.run?.trainingId ?? ''}-2`
    )
  })

  test('work without a token, by the clock', async () => {
    const world = new World()
    world.files.put('r.yml', 'algorithm: xgboost\ndataset_id: d')
    const outcome = await world.dispatch({ requestFile: 'r.yml' }, { token: false })
    expect(outcome.run?.trainingId).toMatch(/^train-20250601-000000-/)
  })

  test('use the policy in the workspace', async () => {
    const world = new World()
    world.files.put('r.yml', 'dataset_id: d')
    world.files.put('.github/mlops.yml', 'algorithm: mlp')
    expect((await world.dispatch({ requestFile: 'r.yml' })).run?.request.algorithm).toBe('mlp')
  })

  test('run a recorded request again, by run and by model', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    const again = await world.dispatch({ rerunOf: run?.trainingId, reason: 'drift' })
    expect(again.run?.request).toEqual(request)
    expect(again.run?.trainingId).not.toBe(run?.trainingId)
    const registry = {
      production: 'v1.0.0',
      versions: [
        { version: 'v1.0.0', training_id: run?.trainingId },
        { version: 'v1.1.0', training_id: 'train-20250101-000000-00000000' }
      ]
    }
    await world.store.write('models/churn/registry.json', new TextEncoder().encode(JSON.stringify(registry)))
    const byModel = await world.dispatch({ rerunOf: 'churn' }, { runId: '90' })
    expect(byModel.run?.request).toEqual(request)
    expect(await world.json(`runs/${byModel.run?.trainingId ?? ''}/request.json`)).toMatchObject({
      rerun_of: run?.trainingId,
      command: 'train'
    })
  })

  test.each<[string, object, string]>([
    ['no request', {}, 'nothing-requested'],
    ['a missing file', { requestFile: 'none.yml' }, 'request-file-missing'],
    ['an unknown run', { rerunOf: 'train-20250101-000000-00000000' }, 'rerun-unknown'],
    ['an unknown model', { rerunOf: 'churn' }, 'rerun-unknown'],
    ['a broken file', { requestFile: 'bad.yml' }, 'request-invalid']
  ])('with %s start nothing', async (_name, inputs, reasonCode) => {
    const world = new World()
    world.files.put('bad.yml', 'algorithm: nothing\ndataset_id: d')
    const outcome = await world.dispatch(inputs)
    expect([outcome.decision, outcome.reasonCode]).toEqual(['invalid', reasonCode])
  })

  test('place problems in the file', async () => {
    const world = new World()
    world.files.put('bad.yml', 'dataset_id: d\nalgorithm: xgbost')
    expect((await world.dispatch({ requestFile: 'bad.yml' })).problems?.[0]?.place).toBe('bad.yml:2:12')
  })

  test('other events are ignored', async () => {
    const outcome = await new World().run('release', { change: {}, runId: '1', token: true })
    expect([outcome.decision, outcome.reasonCode]).toEqual(['ignored', 'other-event'])
  })
})

describe('payloads', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['no issue', { action: 'labeled', sender: { login: 'a' } }],
    [
      'an issue number that is a path',
      {
        action: 'labeled',
        label: { name: 'mlops:train' },
        issue: { number: '../x', title: '', body: '', updated_at: '2025-01-10T09:30:00Z' },
        sender: { login: 'a' }
      }
    ]
  ])('%s: fails the step', async (_name, payload) => {
    await expect(new World().event('issues', payload)).rejects.toMatchObject({ code: 'event-unreadable' })
  })
})

test('a store that others change all the time ends in an error, not in a loop', async () => {
  class BusyStore extends InMemoryObjectStore {
    override async write(
      key: string,
      bytes: Uint8Array,
      condition?: Parameters<InMemoryObjectStore['write']>[2]
    ) {
      return key === 'issues/7.json'
        ? { written: false as const, reason: 'conflict' as const }
        : super.write(key, bytes, condition)
    }
  }
  await expect(new World(new BusyStore()).label('writer')).rejects.toMatchObject({
    code: 'conversation-busy'
  })
})

test('the result repeats the outputs', async () => {
  const outcome = await new World().label('writer')
  expect(toResult(outcome)).toMatchObject({
    proceed: true,
    command: 'train',
    training_id: toOutputs(outcome)['training-id'],
    model_id: 'churn',
    attempt: 1,
    request_sha256: requestDigest(request),
    issue: 7,
    problems: []
  })
})
