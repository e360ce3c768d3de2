import { UserError } from '../../errors.js'

const SEGMENT = /^[A-Za-z0-9_=+@-][A-Za-z0-9._=+@-]{0,199}$/
const MAX_KEY_LENGTH = 900

/** Whether a text is a store key: `/`-separated segments that neither start with a dot nor leave the store. */
export function isObjectKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && key.split('/').every(segment => SEGMENT.test(segment))
}

/** The key itself; anything that is not a store key is a `UserError` with code `store-key-invalid`. */
export function assertObjectKey(key: string): string {
  if (isObjectKey(key)) return key
  throw new UserError('store-key-invalid', `"${key.slice(0, 120)}" is not a path inside the store`, {
    hint: 'Use segments of letters, digits and ._=+@- separated by "/"; no "..", no leading "/" or ".".'
  })
}

/** A list prefix: '' or a key, optionally with a trailing slash. */
export function assertObjectPrefix(prefix: string): string {
  if (prefix !== '') assertObjectKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix)
  return prefix
}
