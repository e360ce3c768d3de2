export type TransportFailure = 'timeout' | 'too-large' | 'redirect' | 'connection'

const NEVER_SENT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'])

/** No usable answer came; `neverSent` says that the request cannot have been carried out. */
export class TransportError extends Error {
  readonly failure: TransportFailure
  readonly neverSent: boolean

  constructor(
    failure: TransportFailure,
    message: string,
    details: { neverSent?: boolean; cause?: unknown } = {}
  ) {
    super(message, { cause: details.cause })
    this.name = 'TransportError'
    this.failure = failure
    this.neverSent = details.neverSent ?? false
  }

  /** The error as it is, or a broken connection to `host`. */
  static from(cause: unknown, host: string): TransportError {
    if (cause instanceof TransportError) return cause
    const code =
      typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown'
    return new TransportError('connection', `connection to ${host} failed (${code})`, {
      neverSent: NEVER_SENT.has(code),
      cause
    })
  }
}
