import { randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.js'

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Temporary keys carry one. */
  readonly sessionToken?: string
  readonly expiresAt?: Date
  /** Whom the key stands for, such as an assumed role's ARN. */
  readonly principal: string
}

export interface KeyRequest {
  readonly expiresAt?: Date
  readonly principal?: string
}

/** The keys this AWS knows. */
export class AccessKeys {
  readonly #keys = new Map<string, AccessKey>()

  /** A key of an account's user, or, with an expiry, a temporary one with a session token. */
  issue({ expiresAt, principal = 'arn:aws:iam::123456789012:user/tester' }: KeyRequest = {}): AccessKey {
    const prefix = expiresAt === undefined ? 'AKIA' : 'ASIA'
    const key: AccessKey = {
      accessKeyId: prefix + randomBytes(8).toString('hex').toUpperCase(),
      secretAccessKey: randomBytes(30).toString('base64'),
      principal,
      ...(expiresAt !== undefined && { expiresAt, sessionToken: randomBytes(48).toString('base64') })
    }
    this.#keys.set(key.accessKeyId, key)
    return key
  }

  /** The key with this id that is valid with this session token at this time. */
  require(accessKeyId: string, sessionToken: string | undefined, now: Date): AccessKey {
    const key = this.#keys.get(accessKeyId)
    if (key === undefined) {
      const message = 'The AWS Access Key Id you provided does not exist in our records.'
      throw new AwsError('InvalidAccessKeyId', 403, message)
    }
    if (key.sessionToken !== sessionToken) {
      throw new AwsError('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.')
    }
    if (key.expiresAt !== undefined && key.expiresAt <= now) {
      throw new AwsError('ExpiredToken', 400, 'The provided token has expired.')
    }
    return key
  }
}
