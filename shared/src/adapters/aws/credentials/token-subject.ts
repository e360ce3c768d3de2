const MAX_LENGTH = 300

/** The `sub` of a JSON Web Token, for messages only: nothing is verified. Undefined when it cannot be read. */
export function tokenSubject(token: string): string | undefined {
  const payload = token.split('.')[1] ?? ''
  try {
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
      readonly sub?: unknown
    }
    return typeof sub === 'string' && /^[\x20-\x7e]+$/.test(sub) ? sub.slice(0, MAX_LENGTH) : undefined
  } catch {
    return undefined
  }
}
