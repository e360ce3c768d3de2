import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'
import { until } from '../../../testing/until.js'
import { archive, BUCKET, channel, type CloudPlace } from '../cloud-place.js'
import { closeSound, statusPath, trainingPlace } from './training-place.js'

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

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
    expect(statusPath(described)).toBe('Starting>Downloading>Training>Failed')
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
    await until(() => place.lines('job-1').includes('ready'), 'the script to be ready')
    await place.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'job-1' }))
    await place.cloud.sagemaker.ended('job-1')
    expect((await place.describe('job-1')).TrainingJobStatus).toBe('Stopped')
    await expect(place.get('out/job-1/output/model.tar.gz')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})
