import { randomBytes } from 'node:crypto'

export type Access = 'read' | 'write' | 'none'

/** As under a workflow's `permissions:`: what is not listed is off, except metadata. */
export type TokenPermissions = Readonly<Record<string, Access>> | 'read-all' | 'write-all'

export interface TokenRequest {
  readonly permissions?: TokenPermissions
  /** Who acts with it; a name ending in `[bot]` makes an installation token. Default `github-actions[bot]`. */
  readonly login?: string
}

export interface IssuedToken {
  readonly token: string
  readonly login: string
  readonly permissions: TokenPermissions
}

/** A scope and the access it must have, for example `issues: write`. */
export interface RequiredPermission {
  readonly scope: string
  readonly access: 'read' | 'write'
}

export const ACTIONS_BOT = 'github-actions[bot]'

/** The tokens the server accepts. */
export class TokenRegistry {
  readonly #tokens = new Map<string, IssuedToken>()

  issue({ permissions = 'write-all', login = ACTIONS_BOT }: TokenRequest = {}): string {
    const prefix = login.endsWith('[bot]') ? 'ghs_' : 'ghp_'
    const token = prefix + randomBytes(18).toString('hex')
    this.#tokens.set(token, { token, login, permissions })
    return token
  }

  revoke(token: string): void {
    this.#tokens.delete(token)
  }

  /** The token of an Authorization header: `token …`, `Bearer …`, or Basic with the token as the password. */
  find(authorization: string | undefined): IssuedToken | undefined {
    const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)$/.exec(authorization ?? '') ?? []
    if (scheme.toLowerCase() !== 'basic') return this.#tokens.get(value)
    const [, password = ''] = /^[^:]*:(.*)$/.exec(Buffer.from(value, 'base64').toString('utf8')) ?? []
    return this.#tokens.get(password)
  }
}

/** Whether the token may do what needs this permission. */
export function isAllowed({ permissions }: IssuedToken, { scope, access }: RequiredPermission): boolean {
  if (scope === 'metadata' && access === 'read') return true
  const granted = typeof permissions === 'string' ? permissions.replace('-all', '') : permissions[scope]
  return granted === 'write' || granted === access
}
