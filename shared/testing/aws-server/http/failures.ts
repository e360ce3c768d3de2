import type { ConnectionFailure } from '../../failure-plan.js'

/** What the server does instead of, or around, answering a call. */
export type Failure =
  | {
      readonly kind: 'answer'
      readonly code: string
      readonly status: number
      readonly message: string
      readonly headers?: Readonly<Record<string, string>>
      readonly details?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'before' | 'after'; readonly work: () => void | Promise<void> }
  | ConnectionFailure

/** An error by its AWS code, without the request being carried out. */
export function refusal(code: string, status: number, message = code): Failure {
  return { kind: 'answer', code, status, message }
}

/** S3 asks for fewer requests. */
export function slowDown(): Failure {
  return refusal('SlowDown', 503, 'Please reduce your request rate.')
}

/** The other services ask for fewer requests. */
export function throttled(): Failure {
  return refusal('ThrottlingException', 400, 'Rate exceeded')
}

/** The connection breaks in the middle of the answer's body. */
export function cutBody(afterBytes: number): Failure {
  return { kind: 'cut', afterBytes }
}

/** Something happens just before the request is carried out, such as another writer's change. */
export function meanwhile(work: () => void | Promise<void>): Failure {
  return { kind: 'before', work }
}

/** Something happens when the request is carried out, before the answer is sent. */
export function afterwards(work: () => void | Promise<void>): Failure {
  return { kind: 'after', work }
}
