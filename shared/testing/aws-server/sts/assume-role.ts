import type {
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityResponse
} from '@aws-sdk/client-sts'
import { randomBytes, type JsonWebKey } from 'node:crypto'
import { AwsError } from '../aws-error.js'
import { isSignedBy, parseToken, type Claims } from '../oidc/jwt.js'
import { GITHUB_ISSUER } from '../oidc/oidc-issuer.js'
import type { AccessKeys } from '../sigv4/access-keys.js'
import { ACCOUNT, GITHUB_PROVIDER, type Role, type Roles } from './roles.js'
import { trusts } from './trust-policy.js'

/** What the identity provider in IAM knows of GitHub. */
export interface IdentityProvider {
  readonly keys: readonly JsonWebKey[]
  /** Audiences that are accepted. */
  readonly clientIds: readonly string[]
}

export interface StsState {
  readonly roles: Roles
  readonly keys: AccessKeys
  readonly now: () => Date
  /** Undefined while the account has no provider for GitHub. */
  provider: IdentityProvider | undefined
  /** How many times faster than asked for credentials expire. */
  timeScale: number
}

/** AssumeRoleWithWebIdentity: a token of GitHub's for temporary credentials of a role that trusts it. */
export function assumeRoleWithWebIdentity(
  state: StsState,
  input: AssumeRoleWithWebIdentityCommandInput
): AssumeRoleWithWebIdentityResponse {
  const { RoleArn = '', RoleSessionName = '', WebIdentityToken = '', DurationSeconds = 3600 } = input
  const claims = verified(state, WebIdentityToken)
  const role = trustingRole(state.roles, RoleArn, claims)
  if (DurationSeconds > role.maxSessionSeconds) {
    const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    throw new AwsError('ValidationError', 400, message)
  }
  const expiresAt = new Date(state.now().getTime() + (DurationSeconds * 1000) / state.timeScale)
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${RoleArn.replace(/^.*\//, '')}/${RoleSessionName}`
  const key = state.keys.issue({ expiresAt, principal: arn })
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: expiresAt
    },
    SubjectFromWebIdentityToken: String(claims['sub']),
    AssumedRoleUser: {
      AssumedRoleId: `AROA${randomBytes(8).toString('hex').toUpperCase()}:${RoleSessionName}`,
      Arn: arn
    },
    Provider: GITHUB_PROVIDER,
    Audience: String(claims['aud'])
  }
}

function verified({ provider, now }: StsState, text: string): Claims {
  const token = parseToken(text)
  if (token === undefined) throw invalidToken('The ID Token provided is not a valid JWT.')
  const { iss, aud, exp, nbf } = token.claims
  if (provider === undefined || iss !== GITHUB_ISSUER) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${String(iss)}`)
  }
  if (!isSignedBy(token, provider.keys)) throw invalidToken("Couldn't verify the signature of the ID Token.")
  if (typeof aud !== 'string' || !provider.clientIds.includes(aud))
    throw invalidToken('Incorrect token audience')
  const seconds = Math.floor(now().getTime() / 1000)
  if (typeof exp !== 'number' || seconds >= exp) {
    const message = `Token expired: current date/time ${seconds} must be before the expiration date/time ${String(exp)}`
    throw new AwsError('ExpiredTokenException', 400, message)
  }
  if (typeof nbf === 'number' && seconds < nbf) throw invalidToken('The ID Token is not valid yet.')
  return token.claims
}

function trustingRole(roles: Roles, arn: string, claims: Claims): Role {
  const role = roles.role(arn)
  const identity = { provider: GITHUB_PROVIDER, keyPrefix: 'token.actions.githubusercontent.com', claims }
  if (role !== undefined && trusts(role.trustPolicy, identity)) return role
  throw new AwsError('AccessDenied', 403, 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
}

const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', 400, message)
