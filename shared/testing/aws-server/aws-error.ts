/** A refusal as AWS words it; the service it came from decides how it is written on the wire. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Further members of the error's body, such as `Region`. */
  readonly details: Readonly<Record<string, string>>

  constructor(
    code: string,
    status: number,
    message: string,
    more: {
      readonly headers?: Readonly<Record<string, string>>
      readonly details?: Readonly<Record<string, string>>
    } = {}
  ) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = status
    this.headers = more.headers ?? {}
    this.details = more.details ?? {}
  }
}
