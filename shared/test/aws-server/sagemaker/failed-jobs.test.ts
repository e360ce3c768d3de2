import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { shell, type CloudPlace } from '../cloud-place.js'
import { closeSound, statusPath, trainingPlace } from './training-place.js'

let place: CloudPlace
beforeEach(async () => {
  place = await trainingPlace()
})
afterEach(() => closeSound(place))

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
    expect(statusPath(described)).toBe('Starting>Failed')
    expect(described.FailureReason).toMatch(
      /^CapacityError: Unable to provision requested ML compute capacity/
    )
    expect(described.BillableTimeInSeconds).toBeUndefined()
    expect(await place.run({ ...shell('true'), TrainingJobName: 'job-2' })).toMatchObject({
      TrainingJobStatus: 'Completed'
    })
  })
})
