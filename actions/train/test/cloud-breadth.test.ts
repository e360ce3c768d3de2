import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequest, aRequestRecord, trainingId } from '../../../shared/testing/builders/records.js'
import type { TrainOutcome } from '../src/outcome.js'
import { CloudWorld, jobName, type TrainProcess } from './cloud-world.js'

/** What a user's program finds in its container, as it tells it in one line; then a model of one's own. */
const PROGRAM = `
import json, os, pathlib, sys
def files(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob('*') if path.is_file())
channels = {name[11:].lower(): files(folder) for name, folder in os.environ.items() if name.startswith('SM_CHANNEL_')}
checkpoints = pathlib.Path('/opt/ml/checkpoints')
print('seen ' + json.dumps({
    'arguments': sys.argv[1:],
    'channels': channels,
    'code': sorted(os.listdir('.')),
    'hosts': json.loads(os.environ.get('SM_HOSTS', 'null')),
    'host': os.environ.get('SM_CURRENT_HOST'),
    'instance': os.environ.get('SM_CURRENT_INSTANCE_TYPE'),
    'hyperparameters': json.loads(os.environ.get('SM_HPS', 'null')),
    'checkpoints': files(checkpoints),
}), flush=True)
(checkpoints / 'epoch-1').write_text('1')
print('loss=0.25', flush=True)
print('[3] loss: 0.125', flush=True)
model = pathlib.Path(os.environ['SM_MODEL_DIR'])
(model / 'weights.bin').write_bytes(b'weights')
(model / 'metrics.json').write_text('{"quality": 0.75}')
`

interface Seen {
  readonly arguments: readonly string[]
  readonly channels: Readonly<Record<string, readonly string[]>>
  readonly code: readonly string[]
  readonly hosts: readonly string[] | null
  readonly host: string | null
  readonly instance: string | null
  readonly hyperparameters: Readonly<Record<string, unknown>> | null
  readonly checkpoints: readonly string[]
}

let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
  const program = join(world.directory, 'training', 'fit.py')
  mkdirSync(dirname(program))
  writeFileSync(program, PROGRAM)
})
afterEach(async () => {
  expect(world.leftovers()).toEqual(['training'])
  expect(await world.close()).toEqual([])
})

type Compute = NonNullable<TrainingRequest['compute']>

/** Trains by the user's program and gives what it saw, host by host. */
async function trained(
  compute: Compute,
  hyperparameters: NonNullable<TrainingRequest['hyperparameters']> = {}
): Promise<{ outcome: TrainOutcome; seen: readonly Seen[]; process: TrainProcess }> {
  const request = aRequest({
    algorithm: 'script',
    hyperparameters,
    compute: { backend: 'sagemaker', max_runtime: '1h', ...compute }
  })
  await writeRecord(world.store, layout.request(trainingId), aRequestRecord({ request }))
  const process = world.process()
  const outcome = await process.call({ 'source-dir': 'training', 'entry-point': 'fit.py' })
  const seen = process.lines.flatMap(line => {
    const [, json] = /seen (\{.*\})$/.exec(line) ?? []
    return json === undefined ? [] : [JSON.parse(json) as Seen]
  })
  return { outcome, seen, process }
}

/** The request as the server took it. */
const asked = () => world.cloud.sagemaker.jobs.get(jobName)?.request

describe('a user’s own program', () => {
  test('started by the suite has data, code and hyperparameters', async () => {
    const { outcome, seen } = await trained({}, { rate: 0.5, layers: [2, 3], deep: true })
    expect(outcome).toMatchObject({
      decision: 'completed',
      record: { metrics: { quality: 0.75, loss: 0.25 } }
    })
    expect(seen).toMatchObject([
      { channels: { train: ['rows.csv'] }, hyperparameters: { rate: 0.5, layers: [2, 3], deep: true } }
    ])
    expect(seen[0]?.code).toContain('fit.py')
  })

  test.each<[Compute, string]>([
    [
      { framework: 'sklearn' },
      '492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3'
    ],
    [
      { framework: 'xgboost', framework_version: '1.7-1' },
      '492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:1.7-1'
    ],
    [
      { framework: 'pytorch', framework_version: '2.6.0' },
      '763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312'
    ],
    [
      { framework: 'tensorflow' },
      '763104351884.dkr.ecr.eu-central-1.amazonaws.com/tensorflow-training:2.19.0-cpu-py312'
    ],
    [
      { image_uri: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/pytorch-training:own' },
      '111122223333.dkr.ecr.eu-central-1.amazonaws.com/pytorch-training:own'
    ]
  ])('under the toolkit of %j runs in %s', async (compute, image) => {
    const { outcome, seen } = await trained({ ...compute, launcher: 'toolkit' }, { rate: 0.5, deep: true })
    expect(outcome).toMatchObject({ decision: 'completed', record: { metrics: { quality: 0.75 } } })
    expect(asked()?.AlgorithmSpecification?.TrainingImage).toBe(image)
    expect(asked()?.AlgorithmSpecification?.ContainerEntrypoint).toBeUndefined()
    expect(seen).toMatchObject([
      {
        // The toolkit gives values as Python writes them, in the order of their names.
        arguments: ['--deep', 'True', '--rate', '0.5'],
        hyperparameters: { rate: 0.5, deep: true },
        host: 'algo-1',
        code: ['fit.py']
      }
    ])
  })

  test('trains with one program on two instances, each with its share of the files', async () => {
    await world.put('datasets/d1/train/more.csv', 'x,label\n100,high\n')
    const { outcome, seen } = await trained({
      launcher: 'toolkit',
      instance_count: 2,
      data_distribution: 'sharded'
    })
    expect(outcome).toMatchObject({ decision: 'completed', record: { cost: { worst_case_usd: 0.46 } } })
    const hosts = seen.toSorted((a, b) => ((a.host ?? '') < (b.host ?? '') ? -1 : 1))
    expect(hosts).toMatchObject([
      { host: 'algo-1', hosts: ['algo-1', 'algo-2'], channels: { train: ['more.csv'] } },
      { host: 'algo-2', hosts: ['algo-1', 'algo-2'], channels: { train: ['rows.csv'] } }
    ])
  })

  test.each<[string, () => Promise<void>]>([
    ['plain CSV', async () => undefined],
    [
      'what is converted to CSV',
      async () => {
        await world.store.remove('datasets/d1/train/rows.csv')
        const columnData = [{ name: 'x', type: 'DOUBLE' as const, data: [1, 2.5] }]
        const bytes = new Uint8Array(parquetWriteBuffer({ columnData }))
        await world.store.write('datasets/d1/train/part-0.parquet', bytes)
      }
    ]
  ])('is refused more instances than files to share, before there is a job: %s', async (_, prepare) => {
    await prepare()
    const sharded: Compute = { launcher: 'toolkit', instance_count: 2, data_distribution: 'sharded' }
    const { outcome } = await trained(sharded)
    expect(outcome).toMatchObject({ decision: 'refused', reasonCode: 'job-invalid' })
    expect(outcome.message).toContain('1 of training data are too few for 2 instances')
    expect(world.jobs).toEqual([])
    expect((await world.record())?.cost?.billed_usd).toBe(0)
    await world.put('datasets/d1/train/more.csv', 'x\n3\n')
    await world.store.remove('datasets/d1/train/part-0.parquet')
    await world.put('datasets/d1/train/rows.csv', 'x\n4\n')
    expect((await trained(sharded)).outcome.decision).toBe('completed')
  })

  test('has all of the data on every instance unless it is asked otherwise', async () => {
    await world.put('datasets/d1/train/more.csv', 'x,label\n100,high\n')
    const { seen } = await trained({ launcher: 'toolkit', instance_count: 2 })
    expect(seen.map(({ channels }) => channels['train'])).toEqual([
      ['more.csv', 'rows.csv'],
      ['more.csv', 'rows.csv']
    ])
  })

  test('reads Parquet as CSV', async () => {
    await world.store.remove('datasets/d1/train/rows.csv')
    const columnData = [{ name: 'x', type: 'DOUBLE' as const, data: [1, 2.5] }]
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }))
    await world.store.write('datasets/d1/train/part-0.parquet', bytes)
    const { outcome, seen } = await trained({ launcher: 'toolkit' })
    expect(outcome.decision).toBe('completed')
    expect(seen[0]?.channels['train']).toEqual(['part-0.parquet.csv'])
  })

  test('finds the checkpoints of the run where it left them, and its metrics are found by the request’s expressions', async () => {
    await world.put(`runs/${trainingId}/checkpoints/epoch-0`, '0')
    const { outcome, seen } = await trained({
      launcher: 'toolkit',
      checkpoints: true,
      metric_definitions: { step_loss: 'loss: ([0-9.]+)' }
    })
    expect(outcome.record?.metrics).toMatchObject({ step_loss: 0.125, loss: 0.25 })
    expect(seen[0]?.checkpoints).toEqual(['epoch-0'])
    expect(await world.store.read(`runs/${trainingId}/checkpoints/epoch-1`)).toBeDefined()
  })
})

test('what compute says of keys, networks and tags is in the request as AWS understands it', async () => {
  const key = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b'
  const { outcome, seen } = await trained({
    launcher: 'toolkit',
    instance_count: 2,
    encrypt_traffic: true,
    network_isolation: true,
    volume_size: '50GB',
    kms_key: key,
    vpc: { subnets: ['subnet-0a1', 'subnet-0a2'], security_groups: ['sg-0b2'] },
    tags: { 'cost-center': '42' }
  })
  expect(outcome.decision).toBe('completed')
  // The archive comes by a channel: a container without a network cannot fetch it.
  expect(seen[0]?.channels).toMatchObject({ code: ['sourcedir.tar.gz'] })
  expect(asked()).toMatchObject({
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: true,
    OutputDataConfig: { KmsKeyId: key },
    ResourceConfig: { InstanceCount: 2, VolumeSizeInGB: 50, VolumeKmsKeyId: key },
    VpcConfig: { Subnets: ['subnet-0a1', 'subnet-0a2'], SecurityGroupIds: ['sg-0b2'] },
    Tags: expect.arrayContaining([
      { Key: 'cost-center', Value: '42' },
      { Key: 'mlops:training-id', Value: trainingId }
    ])
  })
})
