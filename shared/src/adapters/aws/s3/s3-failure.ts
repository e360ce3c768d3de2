import { ServiceError, SuiteError, UserError } from '../../../errors.js'
import { failureOf, type SdkFailure } from '../sdk-failure.js'
import { translateAwsFailure } from '../translate-aws-failure.js'
import { rootOf } from './s3-place.js'
import { BodyInterrupted } from './read-body.js'
import type { S3Location } from './s3-location.js'

/** What was asked of S3: the IAM action it needs, and the key within the store. */
export interface S3Attempt {
  readonly action: string
  readonly key: string
}

/** The suite's error for what S3, the SDK or the network answered; one that is the suite's already stays as it is. */
export function translateS3Error(error: unknown, location: S3Location, attempt: S3Attempt): SuiteError {
  if (error instanceof SuiteError) return error
  if (error instanceof BodyInterrupted) return brokenOff(error, attempt)
  const failure = failureOf(error)
  return (
    userFailure(failure, location, attempt) ??
    translateAwsFailure(failure, { service: 'S3', prefix: 'store', action: attempt.action }) ??
    unexpected(failure, attempt)
  )
}

function userFailure(failure: SdkFailure, location: S3Location, attempt: S3Attempt): SuiteError | undefined {
  const details = { cause: failure.cause }
  switch (failure.name) {
    case 'NoSuchBucket':
      return new UserError('store-bucket-missing', `the bucket ${location.bucket} does not exist`, {
        ...details,
        hint: 'Create it, or correct the input store.'
      })
    case 'AccessDenied':
    case 'Forbidden':
      return accessDenied(failure, location, attempt)
    case 'KMS.NotFoundException':
    case 'KMS.DisabledException':
    case 'KMS.InvalidKeyUsageException':
    case 'KMS.KMSInvalidStateException':
      return keyUnusable(failure, attempt)
    case 'AbortError':
      return new ServiceError('store-cancelled', `the transfer of ${attempt.key} was cancelled`, {
        ...details,
        retryable: true
      })
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return regionWrong(failure, location)
    default:
      return failure.status === 301 ? regionWrong(failure, location) : undefined
  }
}

function accessDenied(failure: SdkFailure, location: S3Location, { action, key }: S3Attempt): UserError {
  const isList = action === 's3:ListBucket'
  const resource = `arn:aws:s3:::${location.bucket}${isList ? '' : `/${rootOf(location)}${key}`}`
  const kms = /kms:\w+/.exec(failure.message)?.[0]
  const missing =
    kms === undefined ? `${action} on ${resource}` : `${kms} on the KMS key, in its own policy too`
  const also =
    action === 's3:GetObject'
      ? ' It also needs s3:ListBucket: without it, what is absent looks forbidden.'
      : ''
  return new UserError('store-access-denied', `AWS refused ${action} on ${resource}: ${failure.message}`, {
    hint: `Allow the role ${missing}, and check the bucket's own policy.${also}`,
    cause: failure.cause
  })
}

function keyUnusable({ message, cause }: SdkFailure, { action, key }: S3Attempt): UserError {
  return new UserError(
    'store-key-unusable',
    `the KMS key cannot be used for ${action} of ${key}: ${message}`,
    {
      hint: "Check MLOPS_S3_KMS_KEY_ID and the bucket's default encryption: a symmetric key, enabled, in the region of the bucket.",
      cause
    }
  )
}

function regionWrong(failure: SdkFailure, { bucket }: S3Location): UserError {
  const region = failure.region
  const where = region === undefined ? 'another region' : `the region ${region}`
  return new UserError('store-region-wrong', `the bucket ${bucket} is in ${where}`, {
    hint: `Set the input aws-region${region === undefined ? " to the bucket's region" : `: ${region}`}.`,
    cause: failure.cause
  })
}

function brokenOff(cause: BodyInterrupted, { action, key }: S3Attempt): ServiceError {
  return new ServiceError('store-unreachable', `the answers to ${action} of ${key} break off`, {
    hint: 'Check the network of the runner.',
    retryable: true,
    cause
  })
}

function unexpected({ name, message, status, cause }: SdkFailure, { action, key }: S3Attempt): ServiceError {
  const answer = status === undefined ? name : `${name}, HTTP ${status}`
  return new ServiceError('store-failed', `${action} of ${key} failed: ${message} (${answer})`, {
    hint: 'The message is that of S3.',
    retryable: status === undefined || status >= 500,
    cause
  })
}
