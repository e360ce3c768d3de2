/** One thing that is wrong: where, what, and how to mend it. */
export interface Problem {
  readonly place: string
  readonly message: string
  readonly hint?: string
}

interface ErrorDetails {
  readonly hint?: string
  readonly cause?: unknown
  readonly problems?: readonly Problem[]
}

/** An error the suite foresaw. `code` is a stable kebab-case word, `message` says what, `hint` what to do. */
export abstract class SuiteError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly problems: readonly Problem[]

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = new.target.name
    this.code = code
    this.hint = details.hint
    this.problems = details.problems ?? []
  }
}

/** The user must change something: the workflow, the request, the data. */
export class UserError extends SuiteError {}

/** Something outside refused or failed; `retryable` says whether trying again may help. */
export class ServiceError extends SuiteError {
  readonly retryable: boolean

  constructor(code: string, message: string, details: ErrorDetails & { readonly retryable?: boolean } = {}) {
    super(code, message, details)
    this.retryable = details.retryable ?? false
  }
}
