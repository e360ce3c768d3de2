import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { modelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { archiveOf, classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { World } from './world.js'

interface Damage {
  drop?: string
  change?: string
  damaged?: boolean
}

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('a passing run', () => {
  test('is the first version and in production', async () => {
    const outcome = await world.run(1)
    expect(outcome).toMatchObject({
      decision: 'registered',
      reasonCode: 'registered-production',
      version: 'v1.0.0',
      stage: 'production',
      modelUri: 'memory:models/churn/v1.0.0/model.tar.gz',
      previousProduction: undefined,
      pruned: []
    })
    expect(await world.registry()).toMatchObject({
      model_id: 'churn',
      production: 'v1.0.0',
      versions: [
        {
          version: 'v1.0.0',
          stage: 'production',
          training_id: trainingIdOf(1),
          promoted_at: '2025-01-10T10:00:00.000Z'
        }
      ],
      quarantine: []
    })
    expect(world.leftovers()).toEqual([])
  })

  test('leaves the files of the version, described byte for byte', async () => {
    await world.run(1)
    expect(await world.files('models/churn/v1.0.0/')).toEqual([
      'evaluation.json',
      'model.onnx',
      'model.tar.gz',
      'model_card.md',
      'model_metadata.json',
      'reservation.json'
    ])
    const archive = await classifierArchive({ intercept: 1 })
    const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
    const metadata = modelMetadata.parse(
      JSON.parse(await world.text('models/churn/v1.0.0/model_metadata.json'))
    )
    expect(metadata).toMatchObject({
      version: 'v1.0.0',
      training_id: trainingIdOf(1),
      task: 'classification',
      metrics: { accuracy: 0.9, roc_auc: null },
      dataset: { dataset_id: 'd1', sha256: 'b'.repeat(64) },
      commit: 'deadbeef',
      parent_version: null,
      artifacts: [
        { path: 'model.tar.gz', sha256: digest(archive), size_bytes: archive.length },
        { path: 'model.onnx', sha256: digest('onnx of run 1'), size_bytes: 13 }
      ]
    })
    expect(await world.text('models/churn/v1.0.0/model.onnx')).toBe('onnx of run 1')
  })

  test('has a model card with metrics, undefined ones with their reason, inputs and the gate', async () => {
    await world.run(1)
    const card = await world.text('models/churn/v1.0.0/model_card.md')
    expect(card).toContain('# churn v1.0.0')
    expect(card).toContain('| `accuracy` | 0.9 |')
    expect(card).toContain('| `roc_auc` | undefined: the model gave no probabilities |')
    expect(card).toContain('| 1 | `x` | numeric |')
    expect(card).toContain('- `metrics.accuracy >= 0.85`: accuracy is 0.9, at least 0.85')
  })

  test('of a model the kit did not write is registered without its inputs', async () => {
    const archive = await archiveOf({ 'weights.bin': 'anything' })
    expect(await world.run(1, { archive })).toMatchObject({ decision: 'registered', version: 'v1.0.0' })
    expect(await world.text('models/churn/v1.0.0/model_card.md')).not.toContain('## Input')
    expect((await world.registry())?.versions[0]?.contract).toMatchObject({
      task: 'classification',
      features: ['x'],
      classes: null
    })
  })
})

describe('the number of the next version', () => {
  const again = (change: Partial<TrainingRequest>) => ({ request: aRequest(change) })

  test.each([
    ['only the data changed', {}, {}, 'v1.0.1'],
    ['a hyperparameter changed', again({ hyperparameters: { max_depth: 3 } }), {}, 'v1.1.0'],
    ['the preprocessing changed', again({ preprocessing: { missing: 'mean' } }), {}, 'v1.1.0'],
    ['the algorithm changed', { training: { algorithm: 'xgboost' } }, {}, 'v1.1.0'],
    ['bump: minor is asked for', {}, { bump: 'minor' }, 'v1.1.0'],
    ['bump: major is asked for', {}, { bump: 'major' }, 'v2.0.0']
  ])('%s', async (_name, parts, texts, version) => {
    await world.run(1)
    const outcome = await world.run(2, parts, texts)
    expect(outcome.version).toBe(version)
    expect(outcome.previousProduction).toBe('v1.0.0')
    expect(await world.stages()).toEqual(['v1.0.0 archived', `${version} production`])
  })

  test.each([
    ['the features', { features: ['x', 'y'] }],
    ['their order', { features: ['y', 'x'] }],
    ['the classes', { classes: ['no', 'maybe'] as const }]
  ])('counts up by a major when %s changed', async (name, model) => {
    if (name === 'their order')
      await world.run(1, { archive: await classifierArchive({ features: ['x', 'y'] }) })
    else await world.run(1)
    const outcome = await world.run(2, { archive: await classifierArchive(model) })
    expect(outcome.version).toBe('v2.0.0')
  })
})

describe('a run that may not be registered', () => {
  test.each([
    ['failed', { training: { status: 'failed' as const } }, 'run-not-completed'],
    ['running', { training: { status: 'running' as const } }, 'run-not-completed'],
    ['not evaluated', { evaluation: null, decision: null }, 'not-evaluated'],
    ['evaluated by half', { decision: null }, 'not-evaluated'],
    ['decided without measurements', { evaluation: null }, 'not-evaluated'],
    [
      'rejected',
      { decision: { decision: 'reject' as const, reason_code: 'rule-failed' } },
      'gate-not-passed'
    ],
    [
      'undecided',
      { decision: { decision: 'inconclusive' as const, reason_code: 'rule-undecided' } },
      'gate-not-passed'
    ]
  ])('because it is %s', async (_name, parts, reasonCode) => {
    const outcome = await world.run(1, parts)
    expect(outcome).toMatchObject({ decision: 'refused', reasonCode, version: undefined, stage: undefined })
    expect(await world.files('models/')).toEqual([])
  })

  test('because the same request on the same data was quarantined', async () => {
    const { version = '' } = await world.run(1)
    const registry = await world.registry()
    if (registry === undefined) throw new Error('nothing is registered')
    const { request_sha256 } = modelMetadata.parse(
      JSON.parse(await world.text(`models/churn/${version}/model_metadata.json`))
    )
    const quarantine = [
      { version, reason: 'too many alarms', request_sha256, dataset_sha256: 'b'.repeat(64) }
    ]
    await world.putRegistry({ ...registry, quarantine })
    expect(await world.run(2)).toMatchObject({ decision: 'refused', reasonCode: 'quarantined' })
    expect(await world.run(3, { request: aRequest({ seed: 7 }) })).toMatchObject({ decision: 'registered' })
  })

  test('in a registry that this release does not have', async () => {
    await world.putRun(1)
    expect(await world.register(1, { registry: 'sagemaker' })).toMatchObject({
      decision: 'refused',
      reasonCode: 'registry-unavailable'
    })
  })

  test.each([
    ['there is no such run', {}, 'record-missing'],
    ['its archive is gone', { drop: 'output/model.tar.gz' }, 'store-object-missing'],
    ['its archive was changed', { change: 'output/model.tar.gz' }, 'artifact-changed'],
    ['its measured model was changed', { change: 'model.onnx' }, 'artifact-changed'],
    ['its archive is damaged', { damaged: true }, 'model-unreadable'],
    ['its training record is damaged', { change: 'training.json' }, 'record-unreadable']
  ])('fails when %s', async (_name, { drop, change, damaged }: Damage, code) => {
    const run = `runs/${trainingIdOf(1)}/`
    if (drop !== undefined || change !== undefined) await world.putRun(1)
    if (damaged === true) await world.putRun(1, { archive: new TextEncoder().encode('no archive') })
    if (drop !== undefined) await world.store.remove(run + drop)
    if (change !== undefined) await world.store.write(run + change, new Uint8Array([1, 2, 3]))
    expect(await codeOf(world.register(1))).toBe(code)
    expect(await world.files('models/')).toEqual([])
    expect(world.leftovers()).toEqual([])
  })
})

describe('registering again', () => {
  test('reports the version the run has and changes nothing', async () => {
    await world.run(1)
    const before = await world.text('models/churn/registry.json')
    expect(await world.register(1)).toMatchObject({
      decision: 'already-registered',
      reasonCode: 'already-registered',
      version: 'v1.0.0',
      stage: 'production'
    })
    expect(await world.text('models/churn/registry.json')).toBe(before)
  })

  test('reports the version even when the run was decided anew', async () => {
    await world.run(1)
    await world.putRun(1, { decision: { decision: 'reject', reason_code: 'rule-failed' } })
    expect(await world.register(1)).toMatchObject({ decision: 'already-registered', version: 'v1.0.0' })
  })
})

test('predictions from a file leave no ONNX file in the version', async () => {
  await world.putRun(1, { evaluation: { model: { sha256: null, size_bytes: null } } })
  await world.register(1)
  expect(await world.files('models/churn/v1.0.0/')).not.toContain('model.onnx')
})
