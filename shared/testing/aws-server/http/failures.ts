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
  | { readonly kind: 'drop'; readonly after: 'request' | 'handling' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'before' | 'after'; readonly work: () => void | Promise<void> }

interface PlannedFailure {
  readonly pattern: RegExp
  readonly failure: Failure
  left: number
}

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

/** The connection breaks: before the request is carried out, or afterwards so that only the answer is lost. */
export function droppedConnection(after: 'request' | 'handling' = 'request'): Failure {
  return { kind: 'drop', after }
}

export function delayed(milliseconds: number): Failure {
  return { kind: 'delay', milliseconds }
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

/** Failures waiting for the calls they are meant for. */
export class FailurePlan {
  readonly #planned: PlannedFailure[] = []

  /** The next `times` calls whose `service:Operation /path?query` matches fail in this way. */
  add(pattern: RegExp, failure: Failure, times = 1): void {
    this.#planned.push({ pattern, failure, left: times })
  }

  take(call: string): Failure | undefined {
    const planned = this.#planned.find(({ pattern, left }) => left > 0 && pattern.test(call))
    if (planned === undefined) return undefined
    planned.left--
    return planned.failure
  }
}
