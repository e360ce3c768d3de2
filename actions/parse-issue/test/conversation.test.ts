import { describe, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import { conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import { toOutputs } from '../src/outcome.js'
import { issueBody, requestText, verdict, World } from './world.js'

const stored = async (world: World) => conversation.parse(await world.json('issues/7.json'))
const block = (yaml: string) => `\`\`\`yaml\n${yaml}\n\`\`\``

/** Registers versions of `churn`: by version, the run that made it and its stage. */
async function registered(
  world: World,
  versions: readonly (readonly [string, string | undefined, string])[]
) {
  await writeRecord(world.store, layout.registry('churn'), {
    production: null,
    versions: versions.map(([version, trainingId, stage]) => ({
      version,
      training_id: trainingId ?? 'train-20240101-000000-00000000',
      stage
    }))
  })
}

describe('a retraining', () => {
  test('shows what it changes, field by field', async () => {
    const world = new World()
    await world.label('writer', { body: block(`${requestText}\nhyperparameters: {max_depth: 3}`) })
    const outcome = await world.comment(
      'writer',
      `/mlops retrain\n${block('hyperparameters: {max_depth: 5}\nseed: 7')}`
    )
    expect(outcome.changes).toEqual([
      { name: 'hyperparameters.max_depth', before: '3', after: '5' },
      { name: 'seed', before: undefined, after: '7' }
    ])
    const comment = world.tracker.comments.get('7 request') ?? ''
    expect(comment).toContain('| `hyperparameters.max_depth` | `3` | `5` |')
    expect(comment).toContain('| `seed` | – | `7` |')
  })

  test('says so when nothing differs', async () => {
    const world = new World()
    await world.label('writer')
    expect((await world.comment('writer', '/mlops retrain')).changes).toEqual([])
    expect(world.tracker.comments.get('7 request')).toContain('Nothing differs')
  })

  test('delivered again shows the same changes and starts nothing', async () => {
    const world = new World()
    await world.label('writer')
    const first = await world.comment('writer', `/mlops retrain\n${block('seed: 7')}`)
    const again = await world.comment('writer', `/mlops retrain\n${block('seed: 7')}`)
    expect(again.run).toEqual(first.run)
    expect(again.changes).toEqual(first.changes)
    expect((await stored(world)).runs).toHaveLength(2)
  })

  test.each<[string, string, object]>([
    ['a field', 'seed: null', { hyperparameters: { max_depth: 3, n_estimators: 10 } }],
    [
      'a field inside a map',
      'hyperparameters: {max_depth: null}',
      { hyperparameters: { n_estimators: 10 }, seed: 1 }
    ],
    [
      'a field that is not there',
      'target: null',
      { hyperparameters: { max_depth: 3, n_estimators: 10 }, seed: 1 }
    ],
    [
      'one and changes another',
      'seed: ~\nhyperparameters: {max_depth: 4}',
      { hyperparameters: { max_depth: 4, n_estimators: 10 } }
    ]
  ])('with null takes out %s', async (_name, yaml, expected) => {
    const world = new World()
    const body = block(`${requestText}\nseed: 1\nhyperparameters: {max_depth: 3, n_estimators: 10}`)
    await world.label('writer', { body })
    const outcome = await world.comment('writer', `/mlops retrain\n${block(yaml)}`)
    const { hyperparameters, seed } = outcome.run?.request ?? {}
    expect({ hyperparameters, ...(seed === undefined ? {} : { seed }) }).toEqual(expected)
  })

  test.each<[string, string, string[]]>([
    ['an unknown field', 'sed: null', ['comment:3:1']],
    ['a field a map does not have', 'hyperparameters: {max_dept: null}', ['comment:3:19']],
    ['what every request has', 'dataset_id: null', ['comment:3:1']]
  ])('cannot take out %s', async (_name, yaml, places) => {
    const world = new World()
    await world.label('writer', { body: block(`${requestText}\nhyperparameters: {max_depth: 3}`) })
    const outcome = await world.comment('writer', `/mlops retrain\n${block(yaml)}`)
    expect(outcome.reasonCode).toBe('request-invalid')
    if (yaml.startsWith('dataset_id')) expect(outcome.problems?.[0]?.message).toContain('dataset_id')
    else expect(outcome.problems?.map(({ place }) => place)).toEqual(places)
  })

  test.each<[string, string, string]>([
    ['the retries', 'limits: {max_retry: 4}', 'max_retry: 5'],
    ['the algorithms', 'limits: {algorithms: [random_forest]}', 'algorithm: xgboost'],
    [
      'the instances',
      'limits: {instance_types: [ml.*.xlarge]}',
      'compute: {backend: sagemaker, instance_type: ml.m5.2xlarge}'
    ],
    ['the runtime', 'limits: {max_runtime: 1h}', 'compute: {max_runtime: 61m}']
  ])('cannot loosen the policy: %s', async (_name, policy, yaml) => {
    const world = new World()
    await world.label('writer')
    world.tracker.files.set('.github/mlops.yml', policy)
    const outcome = await world.comment('writer', `/mlops retrain\n${block(yaml)}`)
    expect(outcome.reasonCode).toBe('request-invalid')
    expect(outcome.problems?.[0]?.place).toMatch(/^comment:3:/)
    expect(outcome.problems?.[0]?.hint).toContain('.github/mlops.yml:1:')
  })

  test('of a failed run is not started again by its event when the policy forbids it by now', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    await world.trained(run?.trainingId, 'failed')
    world.tracker.files.set('.github/mlops.yml', 'limits: {algorithms: [mlp]}')
    expect(verdict(await world.label('writer'))).toEqual(['invalid', 'request-invalid', 'train'])
  })
})

describe('an approval', () => {
  test('of an edited request is refused with what changed, made harmless', async () => {
    const world = new World()
    await world.label('reader')
    const body = block(`${requestText}\ntarget: "@all | <b>"`).replace('d1', 'd2')
    const outcome = await world.comment('keeper', '/mlops approve', { body })
    expect(verdict(outcome)).toEqual(['invalid', 'request-changed', 'approve'])
    expect(outcome.changes).toEqual([
      { name: 'dataset_id', before: '"d1"', after: '"d2"' },
      { name: 'target', before: undefined, after: '"@all | <b>"' }
    ])
    expect(world.tracker.comments.get('7 request')).toContain('| `target` | – | `"@all \\| <b>"` |')
    expect((await stored(world)).awaiting?.request.dataset_id).toBe('d1')
  })

  test('by two people at once is one run, and promotes nothing', async () => {
    const world = new World()
    await world.label('reader')
    await registered(world, [['v1.0.0', undefined, 'candidate']])
    const outcomes = await Promise.all(
      [1, 2].map(id => world.comment('keeper', '/mlops approve', { id, at: '2025-01-11T10:00:00Z' }))
    )
    expect(outcomes.map(({ reasonCode }) => reasonCode).sort()).toEqual([
      'nothing-waiting',
      'request-approved'
    ])
    expect((await stored(world)).runs).toHaveLength(1)
  })

  test('without a version means the candidate of the latest run', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    await registered(world, [
      ['v1.0.0', undefined, 'candidate'],
      ['v1.1.0', run?.trainingId, 'candidate']
    ])
    const outcome = await world.comment('keeper', '/mlops approve')
    expect(toOutputs(outcome)).toMatchObject({
      command: 'approve',
      'command-arguments': '{"version":"v1.1.0"}'
    })
  })

  test('that could be about several versions names them', async () => {
    const world = new World()
    await world.label('writer')
    await registered(world, [
      ['v1.0.0', undefined, 'candidate'],
      ['v1.1.0', undefined, 'candidate'],
      ['v1.2.0', undefined, 'archived']
    ])
    const outcome = await world.comment('keeper', '/mlops approve')
    expect(outcome.reasonCode).toBe('nothing-waiting')
    expect(outcome.problems?.[0]?.hint).toBe(
      'Name the version: /mlops approve v1.0.0, or /mlops approve v1.1.0.'
    )
  })
})

describe('a rejection', () => {
  test('of a request leaves the candidates alone', async () => {
    const world = new World()
    await world.label('reader')
    await registered(world, [['v1.0.0', undefined, 'candidate']])
    const outcome = await world.comment('keeper', '/mlops reject reason: no')
    expect(verdict(outcome)).toEqual(['accepted', 'request-rejected', 'reject'])
    expect(toOutputs(outcome)['command-arguments']).toBe('{"reason":"no"}')
    expect(verdict(await world.comment('keeper', '/mlops reject reason: no'))).toEqual(verdict(outcome))
    expect((await stored(world)).approvals).toHaveLength(1)
  })

  test('is not undone by a second delivery of the label', async () => {
    const world = new World()
    await world.label('reader')
    await world.comment('keeper', '/mlops reject')
    await world.label('reader')
    expect((await stored(world)).awaiting).toBeUndefined()
    await world.label('reader', { updatedAt: '2025-01-12T00:00:00Z' })
    expect((await stored(world)).awaiting).toBeDefined()
  })

  test('of two versions in the same second are two verdicts', async () => {
    const world = new World()
    await world.comment('keeper', '/mlops reject v1.0.0', { id: 1 })
    await world.comment('keeper', '/mlops reject v1.1.0', { id: 2 })
    await world.comment('keeper', '/mlops reject v1.1.0', { id: 2 })
    expect((await stored(world)).approvals.map(({ version }) => version)).toEqual(['v1.0.0', 'v1.1.0'])
  })
})

describe('attempts', () => {
  test('that are used up are listed with how close they came', async () => {
    const world = new World()
    const runs = [await world.label('writer'), await world.comment('writer', '/mlops retrain', { id: 1 })]
    for (const [index, { run }] of runs.entries()) {
      await world.trained(run?.trainingId, 'completed')
      const rule = { expression: 'metrics.accuracy >= 0.9', value: [0.8125, 0.875][index], passed: false }
      await writeRecord(world.store, layout.decision(run?.trainingId ?? ''), {
        decision: 'reject',
        rules: [rule, { expression: 'size_bytes < 5', value: 4, passed: true }]
      })
    }
    const outcome = await world.comment('writer', '/mlops retrain', { id: 2 })
    expect(verdict(outcome)).toEqual(['exhausted', 'attempts-exhausted', 'retrain'])
    const comment = world.tracker.comments.get('7 request') ?? ''
    expect(comment).toContain(
      '| 1 | `completed` | `reject` | `metrics.accuracy >= 0.9`: `0.8125` (0.0875 away) |'
    )
    expect(comment).toContain(
      '| 2 | `completed` | `reject` | `metrics.accuracy >= 0.9`: `0.875` (0.025 away) |'
    )
  })

  test('and costs are told by status', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    await writeRecord(world.store, layout.training(run?.trainingId ?? ''), {
      status: 'completed',
      cost: { billed_usd: 1.5 }
    })
    await world.comment('reader', '/mlops status')
    const comment = world.tracker.comments.get('7 status') ?? ''
    expect(comment).toContain('- **Attempts left:** 1/2')
    expect(comment).toContain('- **Cost so far:** 1.50 USD')
  })
})

describe('a command', () => {
  test.each<[string, string, string, string[]]>([
    ['a second command', '/mlops status\n/mlops cancel', 'several-commands', ['comment:2:1']],
    ['one in a code block', '/mlops status\n```\n/mlops cancel\n```', 'answered', []],
    ['one in a quote', '/mlops status\n\n> /mlops cancel', 'answered', []],
    ['one in an HTML comment', '/mlops status\n\n<!--\n/mlops cancel\n-->', 'answered', []],
    ['words that begin alike', '/mlops status\n/mlopsy', 'answered', []]
  ])('followed by %s', async (_name, body, reasonCode, places) => {
    const outcome = await new World().comment('keeper', body)
    expect(outcome.reasonCode).toBe(reasonCode)
    expect((outcome.problems ?? []).map(({ place }) => place)).toEqual(places)
  })

  test('to cancel means the newest run that has not ended', async () => {
    const world = new World()
    const first = await world.label('writer')
    const second = await world.comment('writer', '/mlops retrain')
    await world.trained(second.run?.trainingId, 'completed')
    const outcome = await world.comment('writer', '/mlops cancel', { id: 9 })
    expect(toOutputs(outcome)['training-id']).toBe(first.run?.trainingId)
  })

  test('to cancel where nothing ran is refused', async () => {
    expect(verdict(await new World().comment('writer', '/mlops cancel'))).toEqual([
      'invalid',
      'nothing-to-cancel',
      'cancel'
    ])
  })
})

describe('labels in the same second', () => {
  test('over one text are one run', async () => {
    const world = new World()
    await Promise.all([1, 2, 3].map(() => world.label('writer')))
    expect((await stored(world)).runs).toHaveLength(1)
  })

  test('over an edited text are two: the first does not cover the second', async () => {
    const world = new World()
    const first = await world.label('writer')
    const second = await world.label('writer', { body: issueBody.replace('d1', 'd2') })
    expect(second.run?.request.dataset_id).toBe('d2')
    expect(second.run?.trainingId).not.toBe(first.run?.trainingId)
  })
})

describe('a GitHub App', () => {
  test('that sets the label has no role, so its request waits for a person', async () => {
    const world = new World()
    const outcome = await world.label('renovate[bot]')
    expect(verdict(outcome)).toEqual(['unauthorized', 'permission-missing', 'train'])
    expect(inEnglish(outcome.headline)).toContain('a person must approve')
    expect((await stored(world)).awaiting?.request_sha256).toBe(
      requestDigest({ algorithm: 'random_forest', dataset_id: 'd1', max_retry: 1, model_id: 'churn' })
    )
    expect((await world.comment('keeper', '/mlops approve')).reasonCode).toBe('request-approved')
  })
})

test('a permission that cannot be read says why', async () => {
  const world = new World()
  world.tracker.down = true
  expect(inEnglish((await world.label('writer')).headline)).toContain('GitHub does not answer')
})
