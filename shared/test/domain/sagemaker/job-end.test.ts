import { describe, expect, test } from '@jest/globals'
import { jobEnd, kitFailureOf, type EndContext } from '../../../src/domain/sagemaker/job-end.js'
import type { JobPhase, RemoteJob } from '../../../src/domain/sagemaker/remote-job.js'
import { aRemoteJob } from '../../../testing/builders/remote-job.js'

const nothing: EndContext = { stopRequested: false, kitFailure: undefined }
const failed = (failureReason: string | undefined, context = nothing) =>
  jobEnd(aRemoteJob(['starting', 'training', 'failed'], { state: 'failed', failureReason }), context)
const stopped = (phases: JobPhase[], context = nothing, change: Partial<RemoteJob> = {}) =>
  jobEnd(aRemoteJob(phases, { state: 'stopped', ...change }), context)

describe('jobEnd', () => {
  test('completed', () => {
    expect(jobEnd(aRemoteJob(['completed'], { state: 'completed' }), nothing)).toEqual({ how: 'completed' })
  })

  test.each([
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "x"',
      {
        cause: 'user-error',
        code: 'training-crashed',
        message: 'ExecuteUserScriptError: ExitCode 1 ErrorMessage "x"'
      }
    ],
    [
      'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
      { cause: 'capacity', code: 'job-capacity' }
    ],
    [
      'InternalServerError: We encountered an internal error. Please try again.',
      { cause: 'internal', code: 'job-internal' }
    ],
    [
      'ClientError: Cannot pull image 1.dkr.ecr.eu-west-1.amazonaws.com/x:1',
      { cause: 'image', code: 'job-image' }
    ],
    [
      'ClientError: Data download failed:NoSuchKey (404): The specified key does not exist',
      { cause: 'data', code: 'job-data' }
    ],
    [
      'ClientError: Data download failed:Failed to download data. AccessDenied (403)',
      { cause: 'access', code: 'job-access' }
    ],
    [
      'ClientError: Please use an instance type with more memory',
      { cause: 'user-error', code: 'out-of-memory' }
    ],
    ['AlgorithmError: , exit code: 137', { cause: 'user-error', code: 'out-of-memory' }],
    ['ClientError: something new', { cause: 'other', code: 'job-failed', message: 'something new' }],
    ['A reason nobody foresaw', { cause: 'other', code: 'job-failed', message: 'A reason nobody foresaw' }],
    [undefined, { cause: 'other', code: 'job-failed', message: 'SageMaker gives no reason.' }]
  ])('failed with "%s"', (reason, expected) => {
    expect(failed(reason)).toMatchObject({ how: 'failed', ...expected })
  })

  test("takes the training kit's own word for what was the user's error", () => {
    const kitFailure = { code: 'one-class', message: 'the target has only one class' }
    expect(failed('AlgorithmError: , exit code: 1', { ...nothing, kitFailure })).toMatchObject(kitFailure)
    // What failed outside the container was not what the log says.
    expect(failed('InternalServerError: x', { ...nothing, kitFailure })).toMatchObject({
      code: 'job-internal'
    })
  })

  test('makes a hostile reason inert', () => {
    expect(failed('AlgorithmError: \u001b[31m\n::set-output name=x::y')).toMatchObject({
      message: ':\u200b:set-output name=x::y'
    })
  })

  test.each<[string, JobPhase[], EndContext, object]>([
    [
      'its longest time',
      ['training', 'stopping', 'max-runtime-exceeded'],
      nothing,
      { how: 'stopped', code: 'max-runtime' }
    ],
    ['its longest wait', ['starting', 'max-wait-exceeded'], nothing, { how: 'stopped', code: 'max-wait' }],
    [
      'its longest wait after an interruption',
      ['training', 'interrupted', 'stopping', 'max-wait-exceeded'],
      nothing,
      { how: 'stopped', code: 'max-wait' }
    ],
    [
      'us',
      ['training', 'stopping', 'stopped'],
      { ...nothing, stopRequested: true },
      { how: 'stopped', code: 'stop-requested' }
    ],
    ['somebody', ['training', 'stopping', 'stopped'], nothing, { how: 'stopped', code: 'stopped-elsewhere' }],
    ['the loss of its instance', ['training', 'interrupted', 'stopped'], nothing, { how: 'interrupted' }],
    [
      'somebody after it went on',
      ['training', 'interrupted', 'starting', 'training', 'stopping', 'stopped'],
      nothing,
      { how: 'stopped', code: 'stopped-elsewhere' }
    ]
  ])('stopped by %s', (_, phases, context, expected) => {
    expect(stopped(phases, context)).toMatchObject(expected)
  })

  test('is asked of ended jobs alone', () => {
    expect(() => jobEnd(aRemoteJob(), nothing)).toThrow(RangeError)
  })
})

test.each([
  [
    'error: one-class: the target has one class. Add rows.',
    { code: 'one-class', message: 'the target has one class. Add rows.' }
  ],
  ['error: : x', undefined],
  ['error: One-Class: x', undefined],
  ['no error: one-class: x', undefined],
  [`error: ${'a'.repeat(65)}: x`, undefined]
])('kitFailureOf(%s)', (line, expected) => {
  expect(kitFailureOf(line)).toEqual(expected)
})
