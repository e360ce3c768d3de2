import { createPublicKey, createSign, createVerify, type JsonWebKey, type KeyObject } from 'node:crypto'

export type Claims = Readonly<Record<string, unknown>>

/** A JSON Web Token taken apart; nothing of it is verified yet. */
export interface ParsedToken {
  readonly header: Claims
  readonly claims: Claims
  readonly signed: string
  readonly signature: Buffer
}

/** Signs claims by RS256 (RFC 7515). */
export function signToken(
  claims: Claims,
  key: { readonly privateKey: KeyObject; readonly id: string }
): string {
  const signed = [{ typ: 'JWT', alg: 'RS256', kid: key.id }, claims].map(encode).join('.')
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key.privateKey, 'base64url')}`
}

/** Undefined when the text is no token. */
export function parseToken(token: string): ParsedToken | undefined {
  const [header = '', claims = '', signature = '', ...more] = token.split('.')
  const parsed = [header, claims].map(decode)
  if (more.length > 0 || parsed[0] === undefined || parsed[1] === undefined) return undefined
  return {
    header: parsed[0],
    claims: parsed[1],
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url')
  }
}

/** Whether one of these public keys made the signature by RS256; no other algorithm counts. */
export function isSignedBy({ header, signed, signature }: ParsedToken, keys: readonly JsonWebKey[]): boolean {
  const key = keys.find(({ kid }) => kid === header['kid'])
  if (header['alg'] !== 'RS256' || key === undefined) return false
  return createVerify('RSA-SHA256')
    .update(signed)
    .verify(createPublicKey({ key, format: 'jwk' }), signature)
}

const encode = (part: Claims) => Buffer.from(JSON.stringify(part)).toString('base64url')

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
