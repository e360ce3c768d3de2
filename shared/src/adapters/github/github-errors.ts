import { ServiceError, SuiteError } from '../../errors.js'
import { isFailedRequest, isRateLimited, serverPause, type FailedRequest } from './request-retry.js'

/** What was tried, for people, and the `permissions:` line it needs, for example `issues: write`. */
export interface GitHubTask {
  readonly what: string
  readonly permission: string
}

/** One entry of `errors` in a GraphQL answer. */
export interface GraphqlProblem {
  readonly type: string
  readonly message: string
}

/** The `ServiceError` for whatever a call to GitHub threw; our own errors and defects pass unchanged. */
export function gitHubError(error: unknown, task: GitHubTask): unknown {
  if (error instanceof SuiteError) return error
  const problems = graphqlProblems(error)
  if (problems.length > 0) return graphqlError(problems, task, error)
  return isFailedRequest(error) ? requestError(error, task) : error
}

/** Carries out calls to GitHub; what they throw is thrown as `gitHubError`. */
export async function attempt<T>(task: GitHubTask, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw gitHubError(error, task)
  }
}

/** The problems of a GraphQL error; empty for any other error. */
export function graphqlProblems(error: unknown): readonly GraphqlProblem[] {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return []
  if (error.name !== 'GraphqlResponseError') return []
  return error.errors.map((problem: unknown) => ({
    type: textField(problem, 'type'),
    message: textField(problem, 'message')
  }))
}

/** The status GitHub answered with, undefined when no answer came. */
export function answeredStatus(error: unknown): number | undefined {
  return isFailedRequest(error) && error.response !== undefined ? error.status : undefined
}

function requestError(error: FailedRequest, task: GitHubTask): ServiceError {
  if (error.response === undefined) {
    return new ServiceError('github-unreachable', `${task.what}: ${bounded(error.message)}`, {
      hint: 'check the network and proxy of the runner',
      retryable: true,
      cause: error
    })
  }
  if (isRateLimited(error)) return rateLimited(error, task)
  if (error.status === 401) return tokenRefused(error, task)
  if (error.status === 403) return forbidden(error, task, error.message)
  return otherStatus(error, task)
}

function otherStatus(error: FailedRequest, task: GitHubTask): ServiceError {
  const message = `${task.what}: GitHub answered ${error.status}: ${bounded(error.message)}`
  if (error.status >= 500)
    return new ServiceError('github-unavailable', message, { retryable: true, cause: error })
  if (error.status !== 404) return new ServiceError('github-refused', message, { cause: error })
  const hint = `it does not exist, or the token may not see it: the job needs \`${task.permission}\` under \`permissions:\``
  return new ServiceError('github-not-found', message, { hint, cause: error })
}

function graphqlError(problems: readonly GraphqlProblem[], task: GitHubTask, cause: unknown): ServiceError {
  const message = problems.map(problem => problem.message).join('; ')
  const types = new Set(problems.map(problem => problem.type))
  if (types.has('FORBIDDEN')) return forbidden(cause, task, message)
  const text = `${task.what}: GitHub answered: ${bounded(message)}`
  if (types.has('RATE_LIMITED'))
    return new ServiceError('github-rate-limited', text, { retryable: true, cause })
  if (types.has('NOT_FOUND')) return new ServiceError('github-not-found', text, { cause })
  return new ServiceError('github-refused', text, { cause })
}

function forbidden(cause: unknown, task: GitHubTask, said: string): ServiceError {
  const message = `${task.what}: GitHub answered 403: ${bounded(said)}`
  if (!/not accessible by/i.test(said)) return new ServiceError('github-forbidden', message, { cause })
  return new ServiceError('github-permission-missing', message, {
    hint: `add \`${task.permission}\` to the job's \`permissions:\` (once that key is there, whatever it does not list is off)`,
    cause
  })
}

function tokenRefused(error: FailedRequest, task: GitHubTask): ServiceError {
  return new ServiceError('github-token-refused', `${task.what}: GitHub did not accept the token`, {
    hint: 'give `github-token: ${{ github.token }}`; it ends with the job',
    cause: error
  })
}

function rateLimited(error: FailedRequest, task: GitHubTask): ServiceError {
  const pause = serverPause(error, Date.now())
  const when = pause === undefined ? 'later' : `in ${Math.ceil(pause / 60_000)} min`
  return new ServiceError('github-rate-limited', `${task.what}: GitHub's rate limit is used up`, {
    hint: `run the job again ${when}`,
    retryable: true,
    cause: error
  })
}

function textField(value: unknown, field: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const text: unknown = Reflect.get(value, field)
  return typeof text === 'string' ? text : ''
}

function bounded(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text
}
