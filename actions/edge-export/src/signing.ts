import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { UserError } from '../../../shared/src/errors.js'

/** Signs manifests, or leaves them unsigned. */
export interface Signing {
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER); null when nothing is signed. */
  readonly keyId: string | null
  /** The raw Ed25519 signature (RFC 8032, 64 bytes); undefined when nothing is signed. */
  readonly sign: (bytes: Uint8Array) => Uint8Array | undefined
  /** Whether a signature is this key's over these bytes; without a key, nothing needs to be signed. */
  readonly confirms: (bytes: Uint8Array, signature: Uint8Array | undefined) => boolean
}

/**
 * The key that signs, which must be the one the policy names. Keys of another kind are a `UserError`
 * `signing-key-invalid` or `public-key-invalid`; `signing-key-mismatch` and `signing-key-missing` say what is asked for.
 */
export function signingOf(privatePem: string | undefined, publicPem: string | undefined): Signing {
  const trusted = publicPem === undefined ? undefined : keyIdOf(readPublicKey(publicPem))
  if (privatePem === undefined) {
    if (trusted === undefined) return { keyId: null, sign: () => undefined, confirms: () => true }
    throw new UserError(
      'signing-key-missing',
      'the policy has an edge.public_key, and there is no signing key',
      {
        hint: 'Pass the input signing-key from a secret; devices that know the public key refuse unsigned releases.'
      }
    )
  }
  const key = readPrivateKey(privatePem)
  const publicKey = createPublicKey(key)
  const keyId = keyIdOf(publicKey)
  if (trusted !== undefined && trusted !== keyId) {
    throw new UserError(
      'signing-key-mismatch',
      `the signing key is ${keyId.slice(0, 16)}…, the policy's edge.public_key is ${trusted.slice(0, 16)}…`,
      {
        hint: 'Sign with the key whose public half the policy and the devices have, or change the policy first.'
      }
    )
  }
  return {
    keyId,
    sign: bytes => new Uint8Array(sign(null, bytes, key)),
    confirms: (bytes, signature) => signature !== undefined && verify(null, bytes, publicKey, signature)
  }
}

/** Refuses to put an unsigned release in the place of a signed one: `UserError` `signing-key-missing`. */
export function assertStaysSigned(
  { keyId }: Signing,
  release: { readonly modelId: string; readonly signed: boolean }
): void {
  if (keyId !== null || !release.signed) return
  throw new UserError(
    'signing-key-missing',
    `the current release of ${release.modelId} is signed, and there is no signing key`,
    {
      hint: 'Pass the input signing-key from a secret, and check its name: a secret that does not exist is empty.'
    }
  )
}

function keyIdOf(key: KeyObject): string {
  return sha256Of(key.export({ type: 'spki', format: 'der' }))
}

function readPrivateKey(pem: string): KeyObject {
  const invalid = (what: string, cause?: unknown) =>
    new UserError('signing-key-invalid', `the input signing-key is ${what}`, {
      hint: 'Make one with: openssl genpkey -algorithm ed25519. Store the whole PEM text as a secret.',
      cause
    })
  // The parser's own message is left out: it may quote what it was given.
  if (pem.includes('\\n')) throw invalid('a text that holds "\\n" instead of line breaks')
  if (!/^-----BEGIN PRIVATE KEY-----\s/.test(pem)) throw invalid(kindOf(pem))
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem' })
  } catch {
    throw invalid('no readable PKCS#8 key: its PEM text is cut or damaged')
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw invalid(`a key of type ${key.asymmetricKeyType ?? 'unknown'}, not ed25519`)
}

/** What a text is that is not an unencrypted PKCS#8 key. */
function kindOf(pem: string): string {
  const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(pem)?.[1]
  if (label === undefined) return 'no PEM text'
  if (label === 'ENCRYPTED PRIVATE KEY') return 'encrypted; an action cannot ask for its passphrase'
  if (label === 'PUBLIC KEY') return 'a public key; the private one signs'
  return `a PEM text of "${label}", not of "PRIVATE KEY" (PKCS#8)`
}

function readPublicKey(pem: string): KeyObject {
  const invalid = (what: string) =>
    new UserError('public-key-invalid', `the policy's edge.public_key is ${what}`, {
      hint: 'Write the output of: openssl pkey -in key.pem -pubout'
    })
  if (pem.includes('PRIVATE KEY'))
    throw invalid('a private key; whoever reads the repository has it now, so make a new one')
  let key: KeyObject
  try {
    key = createPublicKey({ key: pem, format: 'pem' })
  } catch {
    throw invalid('no readable public key in PEM form')
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw invalid(`a key of type ${key.asymmetricKeyType ?? 'unknown'}, not ed25519`)
}
