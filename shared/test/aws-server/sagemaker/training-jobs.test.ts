import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { archive, BUCKET, channel, cloudPlace, shell, unarchive, type CloudPlace } from '../cloud-place.js'

const KIT = new URL('../../../training-kit/', import.meta.url).pathname

let place: CloudPlace

beforeEach(async () => {
  place = await cloudPlace()
  place.cloud.sagemaker.controls.stopGraceMs = 2000
})

afterEach(async () => {
  await place.close()
  expect(place.cloud.violations).toEqual([])
  expect(place.clientViolations).toEqual([])
  expect(place.cloud.defects).toEqual([])
})

/** Statuses in their order. */
const path = (job: {
  readonly SecondaryStatusTransitions?: readonly { readonly Status?: string | undefined }[] | undefined
}) => (job.SecondaryStatusTransitions ?? []).map(({ Status }) => Status).join('>')

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(done => setTimeout(done, 10))
}

describe('a job that succeeds', () => {
  test('trains with the training kit, and leaves its model and metrics', async () => {
    for (const entry of await readdir(KIT, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.py') || entry.parentPath.includes('/tests')) continue
      const file = join(entry.parentPath, entry.name)
      await place.put(`code/${file.slice(KIT.length)}`, await readFile(file))
    }
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 7 > 3 ? 'yes' : 'no'}`)
    await place.put('data/train/a.csv', ['x,y,label', ...rows].join('\n'))
    const job = {
      schema_version: 1,
      training_id: 'train-20250110-120000-0123abcd',
      algorithm: 'random_forest',
      target: 'label'
    }
    await place.put('config/job.json', JSON.stringify({ ...job, hyperparameters: { n_estimators: 5 } }))
    const AlgorithmSpecification = {
      ...shell('exec python3 /opt/ml/input/data/code/train.py').AlgorithmSpecification,
      MetricDefinitions: [{ Name: 'trees', Regex: '([0-9]+) trees' }]
    }
    const described = await place.run({
      AlgorithmSpecification,
      InputDataConfig: [channel('train', 'data/train/'), channel('config', 'config'), channel('code', 'code')]
    })
    expect(place.lines('job-1').join('\n')).toContain('training kit')
    expect(described).toMatchObject({ TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' })
    expect(path(described)).toBe('Starting>Downloading>Training>Uploading>Completed')
    expect(described.ModelArtifacts?.S3ModelArtifacts).toBe(`s3://${BUCKET}/out/job-1/output/model.tar.gz`)
    const files = await unarchive(await place.get('out/job-1/output/model.tar.gz'))
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['manifest.json', 'model.joblib', 'model.safetensors'])
    )
    expect(JSON.parse(files['manifest.json'] ?? '')).toMatchObject({
      algorithm: 'random_forest',
      classes: ['no', 'yes']
    })
  })

  test('finds the last value of each metric in its log', async () => {
    const described = await place.run({
      AlgorithmSpecification: {
        ...shell('echo "auc=0.5;"; sleep 0.1; echo "auc=0.75;" >&2; echo "loss=nan"').AlgorithmSpecification,
        MetricDefinitions: [
          { Name: 'validation:auc', Regex: 'auc=([0-9.]+);' },
          { Name: 'loss', Regex: 'loss=(\\S+)' }
        ]
      }
    })
    expect(described.FinalMetricDataList).toEqual([
      { MetricName: 'validation:auc', Value: 0.75, Timestamp: expect.any(Date) }
    ])
  })

  test('gets its parameters, resources, channels and nothing of the server’s environment', async () => {
    await place.put('in/a/one.csv', '1')
    await place.put('in/b.csv', '2')
    process.env['MLOPS_TEST_SECRET'] = 'secret'
    const described = await place.run({
      ...shell(
        'cd /opt/ml && cat input/config/*.json; ls -R input/data; env; echo m > model/m.txt; echo o > output/data/o.txt'
      ),
      HyperParameters: { depth: '3' },
      Environment: { OWN: 'mine' },
      InputDataConfig: [{ ...channel('train', 'in/a'), ContentType: 'text/csv' }, channel('test', 'in/b.csv')]
    })
    delete process.env['MLOPS_TEST_SECRET']
    expect(described.TrainingJobStatus).toBe('Completed')
    const log = place.lines('job-1').join('\n')
    expect(log).toContain('{"depth":"3"}')
    expect(log).toContain(
      '"train":{"ContentType":"text/csv","TrainingInputMode":"File","S3DistributionType":"FullyReplicated","RecordWrapperType":"None"}'
    )
    expect(log).toContain('"current_host":"algo-1"')
    expect(log).toMatch(/train:\none\.csv/)
    expect(log).toMatch(/test:\nb\.csv/)
    expect(log).toContain('OWN=mine')
    expect(log).toContain('TRAINING_JOB_NAME=job-1')
    expect(log).not.toContain('secret')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ 'm.txt': 'm\n' })
    expect(await unarchive(await place.get('out/job-1/output/output.tar.gz'))).toEqual({ 'o.txt': 'o\n' })
  })

  test('runs on several hosts, each with its share of the data, into one archive', async () => {
    for (const name of ['a', 'b', 'c']) await place.put(`in/${name}.csv`, name)
    const described = await place.run({
      ...shell(
        'cd /opt/ml; H=$(grep -o \'"current_host":"[^"]*"\' input/config/resourceconfig.json | cut -d\\" -f4); ls input/data/train | xargs > model/$H'
      ),
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 10 },
      InputDataConfig: [channel('train', 'in/', 'ShardedByS3Key')]
    })
    expect(described.TrainingJobStatus).toBe('Completed')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({
      'algo-1': 'a.csv c.csv\n',
      'algo-2': 'b.csv\n'
    })
  })

  test('takes a simulated hour while its program takes a moment', async () => {
    const { controls } = place.cloud.sagemaker
    Object.assign(controls, { timeScale: 36_000, trainingSeconds: 3600 })
    const described = await place.run({ ...shell('true'), StoppingCondition: { MaxRuntimeInSeconds: 7200 } })
    expect(described.TrainingJobStatus).toBe('Completed')
    expect(described.TrainingTimeInSeconds).toBeGreaterThanOrEqual(3600)
    expect(described.TrainingTimeInSeconds).toBeLessThan(7200)
    expect(described.BillableTimeInSeconds).toBe(described.TrainingTimeInSeconds)
  })
})

describe('the framework image’s script mode', () => {
  const script = `import json, os, sys
print('ARGS', json.dumps(sys.argv[1:]))
print('HPS', os.environ['SM_HPS'], os.environ['SM_HP_FLAG'], os.environ['SM_CHANNEL_TRAIN'], os.getcwd() != '/')
open(os.path.join(os.environ['SM_MODEL_DIR'], 'm'), 'w').write('x')
if '--fail' in sys.argv: raise ValueError('bad data in column 3')
`

  const job = (more: Record<string, string>) => ({
    InputDataConfig: [channel('train', 'in/')],
    HyperParameters: {
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: `"s3://${BUCKET}/source.tar.gz"`,
      flag: 'true',
      rate: '1e-05',
      whole: '1.0',
      name: '"007"',
      bare: 'gini',
      nothing: 'null',
      list: '[1, "a"]',
      map: '{"b": 2, "a": true}',
      z: '1',
      ...more
    }
  })

  beforeEach(async () => {
    await place.put('in/a.csv', '1')
    await place.put('source.tar.gz', await archive({ 'train.py': script }))
  })

  test('passes parameters as Python writes them, and SM_HPS as JSON', async () => {
    expect(await place.run(job({}))).toMatchObject({ TrainingJobStatus: 'Completed' })
    // By /usr/bin/python3: str(json.loads(v)) of each value.
    const expected =
      '["--bare", "gini", "--flag", "True", "--list", "[1, \'a\']", "--map", "a=True,b=2", "--name", "007", "--nothing", "", "--rate", "1e-05", "--whole", "1.0", "-z", "1"]'
    expect(place.lines('job-1')).toContain(`ARGS ${expected}`)
    const hps = place.lines('job-1').find(line => line.startsWith('HPS')) ?? ''
    expect(hps).toContain('"flag":true')
    expect(hps).toContain('"map":{"a":true,"b":2}')
    expect(hps).not.toContain('sagemaker_')
  })

  test('tells a failing script with its last error and its exit code', async () => {
    const described = await place.run(job({ fail: '1' }))
    expect(described).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' })
    expect(path(described)).toBe('Starting>Downloading>Training>Failed')
    expect(described.FailureReason).toMatch(
      /^AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: bad data in column 3"\nCommand ".* train\.py .*, exit code: 1$/s
    )
  })

  test('cannot fetch its code from S3 under network isolation', async () => {
    const described = await place.run({ ...job({}), EnableNetworkIsolation: true })
    expect(described.FailureReason).toContain('Could not connect to the endpoint URL')
  })

  test('does not pass SIGTERM on to the script', async () => {
    place.cloud.sagemaker.controls.stopGraceMs = 300
    const catching = `import os, signal, sys, time
def stop(*_):
    open(os.environ['SM_MODEL_DIR'] + '/caught', 'w').write('x')
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print('ready', flush=True)
while True: time.sleep(0.05)
`
    await place.put('source.tar.gz', await archive({ 'train.py': catching }))
    await place.create(job({}))
    await until(() => place.lines('job-1').includes('ready'))
    await place.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'job-1' }))
    await place.cloud.sagemaker.ended('job-1')
    expect((await place.describe('job-1')).TrainingJobStatus).toBe('Stopped')
    await expect(place.get('out/job-1/output/model.tar.gz')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('a job that fails', () => {
  test.each([
    ['without a word', 'exit 3', 'AlgorithmError: , exit code: 3'],
    [
      'with a failure file',
      'echo "no rows" > /opt/ml/output/failure; exit 1',
      'AlgorithmError: no rows, exit code: 1'
    ],
    ['by a signal', 'bash -c "kill -SEGV \\$\\$"; exit $?', 'AlgorithmError: , exit code: 139'],
    [
      'with a long story',
      'printf "x%.0s" {1..3000} > /opt/ml/output/failure; exit 1',
      `AlgorithmError: ${'x'.repeat(994)}, exit code: 1`
    ]
  ])('%s', async (_, line, reason) => {
    const described = await place.run(shell(line))
    expect(described).toMatchObject({ TrainingJobStatus: 'Failed' })
    expect(described.FailureReason).toBe(reason)
  })

  test('because its image does not exist', async () => {
    const described = await place.run({
      AlgorithmSpecification: {
        TrainingInputMode: 'File',
        TrainingImage: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1'
      }
    })
    expect(described.FailureReason).toMatch(
      /^ClientError: Cannot find repository: mine in registry ID: 123456789012/
    )
  })

  test('because the output bucket does not exist', async () => {
    const described = await place.run({
      ...shell('true'),
      OutputDataConfig: { S3OutputPath: 's3://nobody/out' }
    })
    expect(described.FailureReason).toMatch(/^ClientError: Failed to upload s3:\/\/nobody\/out/)
  })

  test('for want of capacity, once', async () => {
    place.cloud.sagemaker.controls.capacityErrors = 1
    const described = await place.run(shell('true'))
    expect(path(described)).toBe('Starting>Failed')
    expect(described.FailureReason).toMatch(
      /^CapacityError: Unable to provision requested ML compute capacity/
    )
    expect(described.BillableTimeInSeconds).toBeUndefined()
    expect(await place.run({ ...shell('true'), TrainingJobName: 'job-2' })).toMatchObject({
      TrainingJobStatus: 'Completed'
    })
  })
})

describe('a job that is stopped', () => {
  const catching = `import os, signal, sys, time
def save(*_):
    open(os.path.join(os.environ.get('SM_MODEL_DIR', '/opt/ml/model'), 'partial'), 'w').write('p')
    sys.exit(0)
signal.signal(signal.SIGTERM, save)
print('ready', flush=True)
while True: time.sleep(0.05)
`
  const stop = () => place.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'job-1' }))

  test('gets SIGTERM at its entry point, and what it saved is uploaded', async () => {
    await place.put('code/wait.py', catching)
    await place.create({
      ...shell('exec python3 /opt/ml/input/data/code/wait.py'),
      InputDataConfig: [channel('code', 'code/')]
    })
    await until(() => place.lines('job-1').includes('ready'))
    await stop()
    await place.cloud.sagemaker.ended('job-1')
    const described = await place.describe('job-1')
    expect(described).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' })
    expect(path(described)).toBe('Starting>Downloading>Training>Stopping>Stopped')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ partial: 'p' })
    await expect(stop()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('in status Stopped')
    })
  })

  test.each(['Starting', 'Downloading', 'Training', 'Uploading'] as const)('while it is %s', async state => {
    place.cloud.sagemaker.controls.held.add(state)
    await place.create(shell('true'))
    await until(() => place.cloud.sagemaker.jobs.get('job-1')?.secondaryStatus === state)
    await stop()
    await place.cloud.sagemaker.ended('job-1')
    expect((await place.describe('job-1')).TrainingJobStatus).toBe('Stopped')
  })

  test('for running too long', async () => {
    await place.create({ ...shell('sleep 60'), StoppingCondition: { MaxRuntimeInSeconds: 1 } })
    place.cloud.sagemaker.controls.stopGraceMs = 100
    await place.cloud.sagemaker.ended('job-1')
    const described = await place.describe('job-1')
    expect(described).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxRuntimeExceeded' })
    expect(path(described)).toBe('Starting>Downloading>Training>Stopping>MaxRuntimeExceeded')
  })

  test('takes all its processes along', async () => {
    place.cloud.sagemaker.controls.stopGraceMs = 100
    await place.create(shell('(trap "" TERM; sleep 4242) & echo started; wait'))
    await until(() => place.lines('job-1').includes('started'))
    await stop()
    await place.cloud.sagemaker.ended('job-1')
    expect(await commandLines()).not.toContain('sleep 4242')
  })
})

describe('a spot job', () => {
  const spot = {
    EnableManagedSpotTraining: true,
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
    CheckpointConfig: { S3Uri: `s3://${BUCKET}/checkpoints/job-1` }
  }
  const resuming =
    'cd /opt/ml/checkpoints; if [ -f epoch ]; then echo resumed at $(cat epoch); echo done > ../model/m; else echo 7 > epoch; echo saved; sleep 60; fi'

  beforeEach(() => {
    place.cloud.sagemaker.controls.stopGraceMs = 100
  })

  test('that is interrupted goes on from its checkpoints', async () => {
    await place.create({ ...shell(resuming), ...spot })
    await until(() => place.lines('job-1').includes('saved'))
    place.cloud.sagemaker.interrupt('job-1')
    await place.cloud.sagemaker.ended('job-1')
    const described = await place.describe('job-1')
    expect(path(described)).toBe(
      'Starting>Downloading>Training>Interrupted>Starting>Downloading>Training>Uploading>Completed'
    )
    expect(place.lines('job-1')).toEqual(['saved', 'resumed at 7'])
    expect((await place.get('checkpoints/job-1/epoch')).toString()).toBe('7\n')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ m: 'done\n' })
  })

  test('is interrupted when it was planned, and billed for less than it trained', async () => {
    Object.assign(place.cloud.sagemaker.controls, { timeScale: 10_000, trainingSeconds: 1000 })
    place.cloud.sagemaker.controls.interruptAfterSeconds.push(500)
    const described = await place.run({ ...shell('true'), ...spot })
    expect(path(described)).toContain('Training>Interrupted>Starting')
    expect(described.TrainingJobStatus).toBe('Completed')
    const { TrainingTimeInSeconds = 0, BillableTimeInSeconds = 0 } = described
    expect(BillableTimeInSeconds).toBe(Math.round(TrainingTimeInSeconds * 0.3))
  })

  test('is given up when it waited too long', async () => {
    const times = { timeScale: 10_000, startingSeconds: 3000, trainingSeconds: 1000 }
    Object.assign(place.cloud.sagemaker.controls, times)
    const described = await place.run({
      ...shell('true'),
      ...spot,
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 3600 }
    })
    expect(described).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxWaitTimeExceeded' })
  })
})

describe('network isolation', () => {
  const connect = 'timeout 5 bash -c "</dev/tcp/127.0.0.1/$PORT" && echo open || echo blocked'

  test.each([
    ['leaves the network where it is not asked for', false, 'open'],
    ['takes the network away', true, 'blocked']
  ])('%s', async (_, isIsolated, expected) => {
    await place.run({
      ...shell(connect),
      Environment: { PORT: new URL(place.cloud.url).port },
      EnableNetworkIsolation: isIsolated
    })
    const isEnforced = place.cloud.sagemaker.sandbox.endsWith('network isolation enforced')
    expect(place.lines('job-1').at(-1)).toBe(isEnforced ? expected : 'open')
  })
})

describe('where there are no namespaces', () => {
  test('the request’s /opt/ml leads to a folder of the job', async () => {
    await place.close()
    place = await cloudPlace({ sandbox: 'rewriting' })
    await place.put('in/a.csv', '1')
    await place.put(
      'source.tar.gz',
      await archive({ 'train.py': 'import os\nprint(os.environ["SM_CHANNEL_TRAIN"])' })
    )
    const InputDataConfig = [channel('train', 'in/')]
    const line = 'ls /opt/ml/input/data/train $WHERE $SM_CHANNEL_TRAIN; echo m > /opt/ml/model/m'
    await place.run({ ...shell(line), InputDataConfig, Environment: { WHERE: '/opt/ml/input/config' } })
    expect(place.cloud.sagemaker.sandbox).toContain('rewritten')
    expect(place.lines('job-1').filter(text => text === 'a.csv')).toHaveLength(2)
    expect(place.lines('job-1')).toContain('hyperparameters.json')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ m: 'm\n' })
    const HyperParameters = {
      sagemaker_program: 'train.py',
      sagemaker_submit_directory: `s3://${BUCKET}/source.tar.gz`
    }
    await place.run({ TrainingJobName: 'job-2', HyperParameters, InputDataConfig })
    expect(place.lines('job-2')[0]).toMatch(/job-2.*\/opt\/ml\/input\/data\/train$/)
  })
})

/** Command lines of all processes of this machine. */
async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const lines = ids.map(id => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
  return (await Promise.all(lines)).map(line => line.replaceAll('\0', ' ').trim())
}
