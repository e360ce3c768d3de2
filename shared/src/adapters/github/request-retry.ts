import { TransportError } from './transport-error.js'

export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number
  /** The first pause; each further one is twice as long, up to `maxPauseMs`, and shortened by up to half at random. */
  readonly basePauseMs: number
  readonly maxPauseMs: number
  /** A server that asks for a longer pause is not waited for. */
  readonly maxServerPauseMs: number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** In [0, 1). */
  readonly random: () => number
  readonly now: () => number
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  basePauseMs: 500,
  maxPauseMs: 8_000,
  maxServerPauseMs: 60_000,
  sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  random: Math.random,
  now: Date.now
}

/** A failed request as Octokit reports it; without `response` no answer came. */
export interface FailedRequest {
  readonly status: number
  readonly message: string
  readonly cause?: unknown
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> }
}

const SECONDARY_LIMIT_PAUSE_MS = 60_000

/** Carries out `call`, again after a pause while the failure is one that passes and repeating it is safe. */
export async function withRetries<T>(
  call: () => Promise<T>,
  idempotent: boolean,
  policy: RetryPolicy
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const pause =
        attempt < policy.attempts ? pauseBefore(error, { attempt, idempotent, policy }) : undefined
      if (pause === undefined) throw error
      await policy.sleep(pause)
    }
  }
}

interface Situation {
  readonly attempt: number
  readonly idempotent: boolean
  readonly policy: RetryPolicy
}

/** Milliseconds to wait before the next attempt, or undefined when there should be none. */
function pauseBefore(error: unknown, situation: Situation): number | undefined {
  if (!isFailedRequest(error)) return undefined
  const { idempotent, policy } = situation
  const asked = serverPause(error, policy.now())
  if (isRateLimited(error)) return withinLimit(asked ?? SECONDARY_LIMIT_PAUSE_MS, policy)
  if (error.response === undefined) return isRepeatable(error, idempotent) ? backOff(situation) : undefined
  if (error.status < 500 || !idempotent) return undefined
  return asked === undefined ? backOff(situation) : withinLimit(asked, policy)
}

/** Whether the value has the form of Octokit's error for a failed request. */
export function isFailedRequest(error: unknown): error is FailedRequest {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/** Whether GitHub refused the request for a primary or secondary rate limit; then it was not carried out. */
export function isRateLimited(error: FailedRequest): boolean {
  if (error.status === 429) return true
  if (error.status !== 403 || error.response === undefined) return false
  const { headers } = error.response
  if (headers['retry-after'] !== undefined || String(headers['x-ratelimit-remaining']) === '0') return true
  return /rate limit/i.test(error.message)
}

/** The pause the server asks for in milliseconds: retry-after in seconds or as a date, else the reset of the limit. */
export function serverPause(error: FailedRequest, now: number): number | undefined {
  const headers = error.response?.headers ?? {}
  const retryAfter = headers['retry-after']
  if (retryAfter !== undefined) return untilRetryAfter(String(retryAfter), now)
  const reset = Number(headers['x-ratelimit-reset'])
  if (String(headers['x-ratelimit-remaining']) !== '0' || !Number.isFinite(reset)) return undefined
  return Math.max(0, reset * 1000 - now)
}

function untilRetryAfter(value: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function isRepeatable(error: FailedRequest, idempotent: boolean): boolean {
  if (!(error.cause instanceof TransportError)) return false
  if (error.cause.neverSent) return true
  return idempotent && (error.cause.failure === 'connection' || error.cause.failure === 'timeout')
}

function withinLimit(pause: number, policy: RetryPolicy): number | undefined {
  return pause <= policy.maxServerPauseMs ? pause : undefined
}

function backOff({ attempt, policy }: Situation): number {
  const longest = Math.min(policy.maxPauseMs, policy.basePauseMs * 2 ** (attempt - 1))
  return longest * (1 - policy.random() / 2)
}
