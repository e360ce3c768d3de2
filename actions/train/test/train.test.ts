import { createHash } from 'node:crypto'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { archiveOf, classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { aRequest, trainingId } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { leaves, runsUntilStopped } from '../../../shared/testing/fakes/scripted-training-service.js'
import { World, trainCsv } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  world.close()
})

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')

describe('a training that completes', () => {
  test('leaves the archive and a record that names it', async () => {
    await world.asked({ request: aRequest({ hyperparameters: { max_depth: 3 }, seed: 7 }) })
    const archive = await archiveWithMetrics()
    world.service.script = async (job, observer) => {
      world.now = new Date('2025-01-10T10:00:12.346Z')
      return leaves(archive)(job, observer)
    }
    const outcome = await world.call()
    expect(outcome).toMatchObject({ decision: 'completed', reasonCode: 'trained', hint: undefined })
    expect(await world.record()).toEqual(outcome.record)
    expect(outcome.record).toMatchObject({
      status: 'completed',
      reason_code: 'trained',
      backend: 'local',
      algorithm: 'random_forest',
      owner: 'this-job',
      engine: { python: '3.11.2', 'scikit-learn': '1.2.1' },
      started_at: '2025-01-10T10:00:00.000Z',
      finished_at: '2025-01-10T10:00:12.346Z',
      duration_seconds: 12.35,
      metrics: { train_accuracy: 0.75 },
      model_artifact: {
        uri: `memory:runs/${trainingId}/output/model.tar.gz`,
        sha256: sha256(archive),
        size_bytes: archive.length
      },
      // Over name, NUL, size, NUL and bytes of the one file.
      dataset: {
        dataset_id: 'd1',
        train_rows: 100,
        sha256: sha256(`train.csv\0${trainCsv.length}\0${trainCsv}`),
        features: ['x'],
        target: 'label'
      },
      hyperparameters: { max_depth: 3 },
      seed: 7
    })
    const stored = await world.store.read(layout.modelArchive(trainingId))
    expect(sha256(stored?.bytes ?? '')).toBe(sha256(archive))
  })

  test('was given the data and the request, completed by dataset.json', async () => {
    await world.asked({ request: aRequest({ target: 'label', compute: { max_runtime: '1h30m' } }) })
    await world.put(
      'datasets/d1/dataset.json',
      JSON.stringify({ target: 'other', types: { x: 'numeric' }, sample_id: 'id' })
    )
    let seen = ''
    world.service.script = async (job, observer) => {
      seen = readFileSync(join(job.trainDirectory, 'train.csv'), 'utf8')
      return leaves(await classifierArchive())(job, observer)
    }
    await world.call()
    expect(seen).toBe(trainCsv)
    expect(world.service.jobs[0]).toMatchObject({
      kitJob: {
        schema_version: 1,
        training_id: trainingId,
        algorithm: 'random_forest',
        task: 'classification',
        target: 'label',
        features: null,
        sample_id: 'id',
        types: { x: 'numeric' },
        validation: { method: 'none' },
        seed: 42
      },
      script: undefined,
      maxRuntimeSeconds: 5400
    })
  })

  test('ends its heartbeat', async () => {
    await world.asked()
    world.service.script = async (job, observer) => {
      world.now = new Date('2025-01-10T10:00:05Z')
      await world.until(record => record?.heartbeat_at === '2025-01-10T10:00:05.000Z')
      return leaves(await classifierArchive())(job, observer)
    }
    await world.call()
    const before = await world.store.read(layout.training(trainingId))
    world.now = new Date('2025-01-10T11:00:00Z')
    await new Promise(done => setTimeout(done, 20))
    const after = await world.store.read(layout.training(trainingId))
    expect(after?.etag).toBe(before?.etag)
  })

  test('may leave a model of any kind', async () => {
    await world.asked()
    world.service.script = leaves(await archiveOf({ 'weights.bin': 'anything' }))
    expect((await world.call()).record).toMatchObject({ status: 'completed', metrics: {}, engine: {} })
  })
})

async function archiveWithMetrics(): Promise<Uint8Array> {
  const manifest = {
    schema_version: 1,
    format: 'mlops-model',
    kit_version: '1.0.0',
    task: 'classification',
    algorithm: 'random_forest',
    target: 'label',
    engine: { python: '3.11.2', 'scikit-learn': '1.2.1' },
    hyperparameters: { max_depth: 3, n_estimators: 100 },
    features: [{ name: 'x', kind: 'numeric' }],
    classes: ['no', 'yes'],
    preprocessing: { missing: 'median', scale: 'none', outliers: { method: 'none' }, encode: 'one_hot' },
    model: { kind: 'linear', link: 'logistic' },
    rows: { train: 100, used: 98 },
    dataset: { sha256: 'b'.repeat(64) }
  }
  return archiveOf({
    'manifest.json': JSON.stringify(manifest),
    'model.safetensors': '',
    'metrics.json': '{"train_accuracy": 0.75}'
  })
}

describe('a training that fails', () => {
  test.each([
    'one-class',
    'dataset-ragged',
    'bad-hyperparameter',
    'out-of-memory',
    'training-crashed',
    'python-packages-missing'
  ])('for %s says so as the kit does', async code => {
    await world.asked()
    world.service.script = async () => ({
      status: 'failed',
      code,
      message: 'What is wrong',
      hint: 'Do this.'
    })
    const outcome = await world.call()
    expect(outcome).toMatchObject({
      decision: 'failed',
      reasonCode: code,
      message: 'What is wrong',
      hint: 'Do this.',
      record: { status: 'failed', reason_code: code, message: 'What is wrong', model_artifact: null }
    })
    expect(await world.record()).toEqual(outcome.record)
  })

  test.each([
    [
      'a foreseen error',
      new UserError('python-missing', 'no Python', { hint: 'Install it.' }),
      'python-missing'
    ],
    ['a defect', new TypeError('x is not a function'), 'internal']
  ])('by %s does not stay running', async (_name, error, code) => {
    await world.asked()
    world.service.script = async () => {
      throw error
    }
    expect(await world.call()).toMatchObject({ decision: 'failed', reasonCode: code, message: error.message })
    expect(await world.record()).toMatchObject({ status: 'failed', reason_code: code })
  })

  test('because there is no room for temporary files does not stay running', async () => {
    await world.asked()
    const temporaryDirectory = join(world.temporaryDirectory, 'is-not-there')
    expect(await world.call({}, { ports: { temporaryDirectory } })).toMatchObject({ reasonCode: 'internal' })
    expect(await world.record()).toMatchObject({ status: 'failed' })
  })

  test.each([
    ['no archive', 'not a tar file', 'model-unreadable'],
    ['no numbers for metrics', { 'metrics.json': '{"accuracy": "high"}' }, 'metrics-unreadable']
  ])('because it left %s', async (_name, left, code) => {
    await world.asked()
    const bytes = typeof left === 'string' ? new TextEncoder().encode(left) : await archiveOf(left)
    world.service.script = leaves(bytes)
    expect(await world.call()).toMatchObject({ decision: 'failed', reasonCode: code })
    expect(await world.record()).toMatchObject({ status: 'failed', model_artifact: null })
  })

  test.each([
    ['has no files', 'datasets/d1/train/readme.txt', 'nothing', 'dataset-missing'],
    ['is no Parquet', 'datasets/d1/train/train.parquet', 'PAR0', 'dataset-undecodable'],
    ['is described wrongly', 'datasets/d1/dataset.json', '{"targt": "label"}', 'dataset-description-invalid']
  ])('because the data set %s', async (_name, key, text, code) => {
    await world.asked()
    if (code !== 'dataset-description-invalid') await world.store.remove('datasets/d1/train/train.csv')
    await world.put(key, text)
    expect(await world.call()).toMatchObject({ decision: 'failed', reasonCode: code })
    expect(await world.record()).toMatchObject({ status: 'failed', reason_code: code })
    expect(world.service.jobs).toEqual([])
  })

  test('because the data set mixes CSV and Parquet, in the words of every reader of it', async () => {
    await world.asked()
    await world.put('datasets/d1/train/more.parquet', 'PAR1')
    expect(await world.call()).toMatchObject({
      decision: 'failed',
      reasonCode: 'dataset-mixed-formats',
      message: 'train.csv: not of the same format as more.parquet'
    })
    expect(world.service.jobs).toEqual([])
  })
})

describe('a training that is stopped', () => {
  test('by the cancelled workflow', async () => {
    await world.asked()
    world.service.script = (job, observer) => {
      setTimeout(() => world.cancellation.abort(), 1)
      return runsUntilStopped(job, observer)
    }
    expect(await world.call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    expect(await world.record()).toMatchObject({ status: 'stopped', reason_code: 'cancelled' })
  })

  test.each(['download', 'upload'] as const)('by a cancellation that breaks off its %s', async transfer => {
    await world.asked()
    world.store[transfer] = async () => {
      world.cancellation.abort()
      throw new ServiceError('store-cancelled', 'the transfer was cancelled', { retryable: true })
    }
    expect(await world.call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    expect(await world.record()).toMatchObject({ status: 'stopped', reason_code: 'cancelled' })
  })

  test('but not by a transfer that failed while nobody cancelled', async () => {
    await world.asked()
    world.store.download = async () => {
      throw new ServiceError('store-cancelled', 'the transfer was cancelled')
    }
    expect(await world.call()).toMatchObject({ decision: 'failed', reasonCode: 'store-cancelled' })
  })

  test('by a workflow that was cancelled before it began', async () => {
    await world.asked()
    world.cancellation.abort()
    world.service.script = runsUntilStopped
    expect(await world.call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
  })

  test('by the wait-timeout', async () => {
    await world.asked()
    world.service.script = runsUntilStopped
    const outcome = await world.call({}, { change: { waitTimeoutSeconds: 0.005 } })
    expect(outcome).toMatchObject({ decision: 'stopped', reasonCode: 'wait-timeout' })
    expect(outcome.message).toContain('cannot outlive its job')
  })

  test('but not by a wait-timeout of a month', async () => {
    await world.asked()
    world.service.script = async (job, observer) => {
      await new Promise(done => setTimeout(done, 20))
      return observer.signal.aborted
        ? runsUntilStopped(job, observer)
        : leaves(await classifierArchive())(job, observer)
    }
    expect(await world.call({ 'wait-timeout': '720h' })).toMatchObject({ decision: 'completed' })
  })

  test('by the maximum runtime', async () => {
    await world.asked()
    const message = 'The training was stopped after its maximum runtime of 60 s.'
    world.service.script = async () => ({ status: 'stopped', code: 'max-runtime', message })
    expect(await world.call()).toMatchObject({ decision: 'stopped', reasonCode: 'max-runtime', message })
  })
})

describe('what is refused', () => {
  test.each([
    ['a backend in the input', { backend: 'sagemaker' }, {}, 'store-not-in-s3'],
    ['a backend in the request', {}, { compute: { backend: 'sagemaker' as const } }, 'store-not-in-s3'],
    [
      'tuning',
      {},
      { tuning: { strategy: 'grid' as const, ranges: { seed: { values: [1] } } } },
      'tuning-unavailable'
    ]
  ])('%s', async (_name, texts, request, reasonCode) => {
    await world.asked({ request: aRequest(request) })
    expect(await world.call(texts)).toMatchObject({ decision: 'refused', reasonCode, record: undefined })
    expect(await world.record()).toBeUndefined()
    expect(world.service.jobs).toEqual([])
  })

  test('SageMaker outside S3, also where the store has no request: then it is the store that is wrong', async () => {
    const outcome = await world.call({ backend: 'sagemaker' })
    expect(outcome).toMatchObject({ decision: 'refused', reasonCode: 'store-not-in-s3' })
    expect(outcome.message).toContain('it is ".mlops"')
    expect(outcome.hint).toContain('a repository variable (MLOPS_STORE) that is not set')
  })

  test('but the input outranks the request', async () => {
    await world.asked({ request: aRequest({ compute: { backend: 'sagemaker' } }) })
    expect(await world.call({ backend: 'local' })).toMatchObject({ decision: 'completed' })
  })
})

describe('the input request', () => {
  test('stands in for the recorded one', async () => {
    await world.asked()
    await world.call({ request: JSON.stringify(aRequest({ algorithm: 'xgboost', seed: 9 })) })
    expect(world.service.jobs[0]?.kitJob).toMatchObject({
      algorithm: 'xgboost',
      seed: 9,
      training_id: trainingId
    })
    expect(await world.record()).toMatchObject({ algorithm: 'xgboost', seed: 9 })
  })

  test.each([
    ['is not JSON', 'algorithm: xgboost'],
    ['is incomplete', '{"algorithm": "xgboost"}'],
    ['has an unknown field', JSON.stringify({ ...aRequest(), surprise: 1 })],
    ['has a value out of bounds', JSON.stringify(aRequest({ max_retry: -1 }))]
  ])('that %s is an error before anything is claimed', async (_name, request) => {
    await world.asked()
    expect(await codeOf(world.call({ request }))).toBe('request-invalid')
    expect(await world.record()).toBeUndefined()
  })

  test('does not make a run that nobody recorded', async () => {
    expect(await codeOf(world.call({ request: JSON.stringify(aRequest()) }))).toBe('record-missing')
  })
})

describe("the user's program", () => {
  const script = aRequest({ algorithm: 'script' })

  test('is handed over as directory and path inside it', async () => {
    await world.asked({ request: script })
    world.write('training/src/main.py', '')
    await world.call({ 'source-dir': 'training', 'entry-point': 'src/main.py' })
    expect(world.service.jobs[0]?.script?.entryPoint).toBe('src/main.py')
    expect(existsSync(join(world.service.jobs[0]?.script?.sourceDirectory ?? '', 'src/main.py'))).toBe(true)
  })

  test.each([
    ['is not named', {}],
    ['is not there', { 'entry-point': 'nothing.py' }],
    ['is a directory', { 'entry-point': 'training' }],
    ['lies above its directory', { 'source-dir': 'training', 'entry-point': '../outside.py' }],
    ['lies in a directory above the workspace', { 'source-dir': '..', 'entry-point': 'outside.py' }],
    ['is behind a link out of its directory', { 'source-dir': 'training', 'entry-point': 'link.py' }],
    ['is in a directory behind a link out of the workspace', { 'source-dir': 'etc', 'entry-point': 'passwd' }]
  ])('that %s is missing', async (_name, texts: Record<string, string>) => {
    await world.asked({ request: script })
    world.write('training/main.py', '')
    world.write('outside.py', '')
    symlinkSync('../outside.py', join(world.workspace, 'training', 'link.py'))
    symlinkSync('/etc', join(world.workspace, 'etc'))
    expect(await world.call(texts)).toMatchObject({ decision: 'failed', reasonCode: 'script-missing' })
    expect(world.service.jobs).toEqual([])
  })
})
