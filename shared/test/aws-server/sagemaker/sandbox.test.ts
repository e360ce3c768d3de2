import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { archive, BUCKET, channel, cloudPlace, shell, unarchive, type CloudPlace } from '../cloud-place.js'
import { closeSound, trainingPlace } from './training-place.js'

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

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
