import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'
import { readdir, readFile } from 'node:fs/promises'
import { until } from '../../../testing/until.js'
import { channel, shell, unarchive, type CloudPlace } from '../cloud-place.js'
import { closeSound, statusPath, trainingPlace } from './training-place.js'

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

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
    await until(() => place.lines('job-1').includes('ready'), 'the script to be ready')
    await stop()
    await place.cloud.sagemaker.ended('job-1')
    const described = await place.describe('job-1')
    expect(described).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' })
    expect(statusPath(described)).toBe('Starting>Downloading>Training>Stopping>Stopped')
    expect(await unarchive(await place.get('out/job-1/output/model.tar.gz'))).toEqual({ partial: 'p' })
    await expect(stop()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('in status Stopped')
    })
  })

  test.each(['Starting', 'Downloading', 'Training', 'Uploading'] as const)('while it is %s', async state => {
    place.cloud.sagemaker.controls.held.add(state)
    await place.create(shell('true'))
    await until(
      () => place.cloud.sagemaker.jobs.get('job-1')?.secondaryStatus === state,
      `the status ${state}`
    )
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
    expect(statusPath(described)).toBe('Starting>Downloading>Training>Stopping>MaxRuntimeExceeded')
  })

  test('takes all its processes along', async () => {
    place.cloud.sagemaker.controls.stopGraceMs = 100
    await place.create(shell('(trap "" TERM; sleep 4242) & echo started; wait'))
    await until(() => place.lines('job-1').includes('started'), 'the process to start')
    await stop()
    await place.cloud.sagemaker.ended('job-1')
    expect(await commandLines()).not.toContain('sleep 4242')
  })
})

/** Command lines of all processes of this machine. */
async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const lines = ids.map(id => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
  return (await Promise.all(lines)).map(line => line.replaceAll('\0', ' ').trim())
}
