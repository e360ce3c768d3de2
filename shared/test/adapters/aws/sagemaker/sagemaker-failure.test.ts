import { describe, expect, test } from '@jest/globals'
import { translateSageMakerError } from '../../../../src/adapters/aws/sagemaker/sagemaker-failure.js'
import { ServiceError } from '../../../../src/errors.js'

const call = {
  action: 'sagemaker:CreateTrainingJob',
  resource: 'mlops-x',
  region: 'eu-central-1',
  roleArn: 'arn:aws:iam::123456789012:role/training'
}
const failure = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more })
const translated = (name: string, message: string, more: object = {}) =>
  translateSageMakerError(failure(name, message, more), call)

describe('translateSageMakerError', () => {
  test.each([
    [
      'ValidationException',
      "Could not assume role arn:aws:iam::1:role/x. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.",
      'role-not-assumable',
      'execution-role-arn'
    ],
    [
      'AccessDeniedException',
      'User: arn:aws:sts::1:assumed-role/gh/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/y because no identity-based policy allows the iam:PassRole action',
      'access-denied',
      'iam:PassRole on arn:aws:iam::123456789012:role/training'
    ],
    [
      'AccessDeniedException',
      'User: arn:aws:sts::1:assumed-role/gh/x is not authorized to perform: sagemaker:AddTags on resource: arn:aws:sagemaker:eu-central-1:1:training-job/mlops-x',
      'access-denied',
      'sagemaker:AddTags on arn:aws:sagemaker:eu-central-1:1:training-job/mlops-x'
    ],
    ['AccessDeniedException', 'no', 'access-denied', 'sagemaker:CreateTrainingJob on mlops-x'],
    [
      'ResourceLimitExceeded',
      "The account-level service limit 'ml.p3.2xlarge for training job usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.",
      'quota-exceeded',
      '"ml.p3.2xlarge for training job usage"'
    ],
    ['CapacityError', 'Unable to provision', 'sagemaker-capacity', 'Try again later'],
    [
      'ValidationException',
      'No S3 objects found under S3 URL "s3://b/x" given in input data source. Please ensure that the bucket exists in the selected region (eu-central-1)',
      'data-missing',
      'the store has the data set'
    ],
    [
      'ValidationException',
      'The repository x in registry y does not exist',
      'image-not-found',
      'compute.image_uri'
    ],
    [
      'ValidationException',
      'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true',
      'job-invalid',
      'It is about compute.max_wait.'
    ],
    ['ValidationException', 'Something new', 'job-invalid', 'The message is that of SageMaker.'],
    [
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'credentials-expired',
      'role-to-assume'
    ],
    ['ThrottlingException', 'Rate exceeded', 'sagemaker-throttled', 'asked again'],
    ['SomethingElse', 'x', 'sagemaker-failed', 'The message is that of SageMaker.']
  ])('%s: %s', (name, message, code, hint) => {
    const error = translated(name, message, { $metadata: { httpStatusCode: 400 } })
    expect(error.code).toBe(code)
    expect(error.hint).toContain(hint)
  })

  test('tells a region without SageMaker from a broken network', () => {
    const error = failure('Error', 'getaddrinfo ENOTFOUND api.sagemaker.xx-1.amazonaws.com', {
      code: 'ENOTFOUND'
    })
    expect(translateSageMakerError(error, call).code).toBe('region-unsupported')
    expect(translated('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }).code).toBe(
      'sagemaker-unreachable'
    )
  })

  test.each([
    ['ThrottlingException', 400, true],
    ['CapacityError', 400, true],
    ['InternalFailure', 500, true],
    ['SomethingElse', 400, false]
  ])('%s with HTTP %d is worth another try: %s', (name, httpStatusCode, retryable) => {
    const error = translated(name, 'x', { $metadata: { httpStatusCode } })
    expect(error instanceof ServiceError && error.retryable).toBe(retryable)
  })
})
