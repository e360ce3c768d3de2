/** The connection breaks, or the call waits: what can happen to any server. */
export type ConnectionFailure =
  | { readonly kind: 'drop'; readonly after: 'request' | 'handling' }
  | { readonly kind: 'delay'; readonly milliseconds: number }

interface PlannedFailure<Failure> {
  readonly pattern: RegExp
  readonly failure: Failure
  left: number
}

/** The connection breaks: before the request is carried out, or afterwards so that only the answer is lost. */
export function droppedConnection(after: 'request' | 'handling' = 'request'): ConnectionFailure {
  return { kind: 'drop', after }
}

/** The call waits before it is carried out. */
export function delayed(milliseconds: number): ConnectionFailure {
  return { kind: 'delay', milliseconds }
}

/** Failures waiting for the calls they are meant for; each server says what a call's name is. */
export class FailurePlan<Failure> {
  readonly #planned: PlannedFailure<Failure>[] = []

  /** The next `times` calls whose name matches fail in this way. */
  add(pattern: RegExp, failure: Failure, times = 1): void {
    this.#planned.push({ pattern, failure, left: times })
  }

  /** The failure of this call, if one is planned: the first that matches and is not used up. */
  take(call: string): Failure | undefined {
    const planned = this.#planned.find(({ pattern, left }) => left > 0 && pattern.test(call))
    if (planned === undefined) return undefined
    planned.left--
    return planned.failure
  }
}
