import { ServiceError, SuiteError, UserError } from '../../../errors.js'
import { failureOf, type SdkFailure } from '../sdk-failure.js'
import { translateAwsFailure } from '../translate-aws-failure.js'
import type { TemporaryCredentials } from './temporary-credentials.js'
import { tokenSubject } from './token-subject.js'

export interface RoleRequest {
  readonly roleArn: string
  /** Shown in CloudTrail; letters, digits and `=,.@-`. */
  readonly sessionName: string
  /** Default: the SDK's own search. */
  readonly region: string | undefined
  /** The OIDC token of the job. */
  readonly token: string
}

const SESSION_SECONDS = 3600
const MAX_ATTEMPTS = 4

/** Exchanges the job's token for keys of the role (`sts:AssumeRoleWithWebIdentity`, which needs no keys). */
export async function assumeRole(request: RoleRequest): Promise<TemporaryCredentials> {
  const { STSClient, AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts')
  const { region } = request
  const client = new STSClient({ ...(region !== undefined && { region }), maxAttempts: MAX_ATTEMPTS })
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    WebIdentityToken: request.token,
    DurationSeconds: SESSION_SECONDS
  })
  try {
    return complete((await client.send(command)).Credentials)
  } catch (error) {
    throw translate(error, request)
  } finally {
    client.destroy()
  }
}

interface AnsweredCredentials {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
  readonly SessionToken?: string | undefined
  readonly Expiration?: Date | undefined
}

function complete(answer: AnsweredCredentials | undefined): TemporaryCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer ?? {}
  if (
    AccessKeyId === undefined ||
    SecretAccessKey === undefined ||
    SessionToken === undefined ||
    Expiration === undefined
  ) {
    throw new ServiceError('role-failed', 'STS answered without credentials', { retryable: true })
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration
  }
}

function translate(error: unknown, request: RoleRequest): SuiteError {
  if (error instanceof SuiteError) return error
  const failure = failureOf(error)
  const action = 'sts:AssumeRoleWithWebIdentity'
  return (
    trustFailure(failure, request) ??
    translateAwsFailure(failure, { service: 'STS', prefix: 'role', action }) ??
    new ServiceError('role-failed', `${action} failed: ${failure.message} (${failure.name})`, {
      cause: error
    })
  )
}

function trustFailure({ name, message, cause }: SdkFailure, request: RoleRequest): UserError | undefined {
  const { roleArn, token } = request
  switch (name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
    case 'IDPRejectedClaim':
    case 'IDPRejectedClaimException':
      return new UserError('role-not-trusted', `the role ${roleArn} does not trust this job: ${message}`, {
        hint: trustHint(tokenSubject(token)),
        cause
      })
    case 'InvalidIdentityToken':
    case 'InvalidIdentityTokenException':
      return new UserError('oidc-provider-missing', `AWS does not accept GitHub's token: ${message}`, {
        hint: 'Create the identity provider https://token.actions.githubusercontent.com with the audience sts.amazonaws.com in the account of the role.',
        cause
      })
    case 'ValidationError':
      return new UserError('role-invalid', `the role ${roleArn} cannot be assumed: ${message}`, {
        hint: 'Check the input role-to-assume.',
        cause
      })
    default:
      return undefined
  }
}

function trustHint(subject: string | undefined): string {
  const own = subject === undefined ? '' : `The subject of this job is "${subject}". `
  return `${own}In the role's trust policy, token.actions.githubusercontent.com:aud must be sts.amazonaws.com, and :sub must match the subject: "repo:OWNER/REPO:ref:refs/heads/BRANCH", or "repo:OWNER@ID/REPO@ID:ref:…" in repositories made since July 2026, or "…:environment:NAME" in a job with an environment.`
}
