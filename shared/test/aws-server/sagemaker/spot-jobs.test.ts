import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { until } from '../../../testing/until.js'
import { BUCKET, shell, unarchive, type CloudPlace } from '../cloud-place.js'
import { closeSound, statusPath, trainingPlace } from './training-place.js'

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

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
    await until(() => place.lines('job-1').includes('saved'), 'a checkpoint')
    place.cloud.sagemaker.interrupt('job-1')
    await place.cloud.sagemaker.ended('job-1')
    const described = await place.describe('job-1')
    expect(statusPath(described)).toBe(
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
    expect(statusPath(described)).toContain('Training>Interrupted>Starting')
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
