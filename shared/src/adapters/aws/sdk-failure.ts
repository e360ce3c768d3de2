/** What the SDK reports about a failed call, whichever way it does. */
export interface SdkFailure {
  readonly name: string
  /** One line of bounded length. */
  readonly message: string
  readonly status: number | undefined
  /** Node's code of a failed connection, such as ECONNREFUSED. */
  readonly code: string | undefined
  /** How often the SDK tried. */
  readonly attempts: number | undefined
  /** The region AWS names in a redirect. */
  readonly region: string | undefined
  readonly cause: unknown
}

const MAX_MESSAGE_LENGTH = 400
/** The SDK wraps some errors in one of its own, which has nothing but their message. */
const CONNECTION_CODE = /\b(?:ECONN[A-Z]+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)\b/

/** Reads an error of the SDK; AWS's own classes arrive as names, not as classes. */
export function failureOf(error: unknown): SdkFailure {
  const fields = asRecord(error)
  const metadata = asRecord(fields['$metadata'])
  const response = asRecord(fields['$response'])
  const headers = asRecord(response['headers'])
  const message = oneLine(text(fields['message']) ?? String(error))
  const region = text(headers['x-amz-bucket-region']) ?? text(fields['Region'])
  return {
    name: text(fields['name']) ?? 'Error',
    message,
    status: number(metadata['httpStatusCode']) ?? number(response['statusCode']),
    code:
      text(fields['code']) ?? text(asRecord(fields['cause'])['code']) ?? CONNECTION_CODE.exec(message)?.[0],
    attempts: number(metadata['attempts']),
    region: region !== undefined && /^[a-z0-9-]{1,32}$/.test(region) ? region : undefined,
    cause: error
  }
}

/** Whether AWS answered with one of these names. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(failureOf(error).name)
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const number = (value: unknown) => (typeof value === 'number' ? value : undefined)
const oneLine = (message: string) => message.replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE_LENGTH)
