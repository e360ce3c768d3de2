import { ServiceError, UserError, type SuiteError } from '../../errors.js'
import type { SdkFailure } from './sdk-failure.js'

export interface AwsCall {
  /** As a person calls it, such as S3. */
  readonly service: string
  /** Begins the codes of throttling and outages, such as `store` in `store-throttled`. */
  readonly prefix: string
  /** IAM action. */
  readonly action: string
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'])
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture'])
const UNKNOWN_KEYS = new Set([
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'UnrecognizedClientException'
])
const THROTTLED = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled'
])
const UNREACHABLE =
  /^(?:ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CERT_\w+|\w+_CERTIFICATE|TimeoutError)$/

/** The failures every AWS service has alike: credentials, clock, region, throttling, outage, network; undefined for all others. */
export function translateAwsFailure(failure: SdkFailure, call: AwsCall): SuiteError | undefined {
  return credentialFailure(failure) ?? serviceFailure(failure, call)
}

function credentialFailure({ name, message, cause }: SdkFailure): SuiteError | undefined {
  if (name === 'CredentialsProviderError') {
    return new UserError('credentials-missing', `there are no AWS credentials: ${message}`, {
      hint: 'Set the input role-to-assume and the permission "id-token: write", or run aws-actions/configure-aws-credentials before this step.',
      cause
    })
  }
  if (/^Region (?:is missing|not accepted)/.test(message)) {
    return new UserError('aws-region-missing', 'no AWS region is known', {
      hint: 'Set the input aws-region, or AWS_REGION.',
      cause
    })
  }
  if (EXPIRED.has(name)) {
    return new UserError('credentials-expired', `the AWS credentials have expired: ${message}`, {
      hint: 'Use the input role-to-assume, whose credentials are renewed during the job, instead of credentials of an earlier step.',
      cause
    })
  }
  if (SKEWED.has(name)) {
    return new UserError('clock-skewed', `AWS says that the clock of the runner is wrong: ${message}`, {
      hint: 'Set the clock of the runner by NTP; AWS allows 15 minutes.',
      cause
    })
  }
  if (!UNKNOWN_KEYS.has(name)) return undefined
  return new UserError('credentials-invalid', `AWS does not accept the credentials: ${message} (${name})`, {
    hint: 'Check the keys and the session token in the environment, or use the input role-to-assume.',
    cause
  })
}

function serviceFailure(failure: SdkFailure, { service, prefix, action }: AwsCall): SuiteError | undefined {
  const { name, message, status, code, cause } = failure
  const details = { retryable: true, cause }
  if (THROTTLED.has(name)) {
    return new ServiceError(
      `${prefix}-throttled`,
      `${service} asks for fewer requests (${action}: ${name})`,
      {
        ...details,
        hint: 'It was asked again several times; other jobs may be using the same quota.'
      }
    )
  }
  if (status !== undefined && status >= 500) {
    return new ServiceError(
      `${prefix}-unavailable`,
      `${service} failed at ${action}: ${message} (HTTP ${status})`,
      {
        ...details,
        hint: 'It was asked again several times; see the AWS Health Dashboard.'
      }
    )
  }
  if (!UNREACHABLE.test(code ?? name) && name !== 'TimeoutError') return undefined
  return new ServiceError(
    `${prefix}-unreachable`,
    `${service} cannot be reached: ${message} (${code ?? name})`,
    {
      ...details,
      hint: 'Check the region, the network, and AWS_ENDPOINT_URL if it is set.'
    }
  )
}
