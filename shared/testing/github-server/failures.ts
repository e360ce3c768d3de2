import type { ConnectionFailure } from '../failure-plan.js'

/** What the server does instead of, or around, answering a call. */
export type Failure =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly message: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | ConnectionFailure

/** An answer such as 502, without the request being carried out. */
export function serverError(status = 502): Failure {
  return { kind: 'answer', status, message: 'Server Error' }
}

/** The primary rate limit of a GITHUB_TOKEN: 403, or 429, with nothing left until `resetAt`. */
export function primaryRateLimit(resetAt: Date, status: 403 | 429 = 403): Failure {
  const headers = {
    'x-ratelimit-limit': '1000',
    'x-ratelimit-used': '1000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(resetAt.getTime() / 1000)),
    'x-ratelimit-resource': 'core'
  }
  return { kind: 'answer', status, message: 'API rate limit exceeded for installation.', headers }
}

/** A secondary rate limit: 403, or 429, with retry-after. */
export function secondaryRateLimit(retryAfterSeconds: number, status: 403 | 429 = 403): Failure {
  const headers = { 'retry-after': String(retryAfterSeconds) }
  return { kind: 'answer', status, message: 'You have exceeded a secondary rate limit.', headers }
}

/** Any refusal, by status and message. */
export function refusal(status: number, message: string): Failure {
  return { kind: 'answer', status, message }
}
