import { ServiceError, UserError } from '../../../errors.js'
import type { Runner } from '../../../ports/runner.js'
import { createNodeFetch, type FetchResponse } from '../../github/node-fetch.js'

const ATTEMPTS = 4
const BASE_PAUSE_MS = 250
const MAX_ANSWER_BYTES = 256 * 1024

/** A token of the job, signed by GitHub, that says which workflow it is; it is masked. */
export async function mintOidcToken(
  runner: Runner,
  audience: string,
  pause: (milliseconds: number) => Promise<void> = sleep
): Promise<string> {
  const address = runner.variable('ACTIONS_ID_TOKEN_REQUEST_URL')
  const bearer = runner.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN')
  if (address === undefined || bearer === undefined || !URL.canParse(address)) throw unavailable()
  const url = new URL(address)
  url.searchParams.set('audience', audience)
  const fetch = createNodeFetch({ maxResponseBytes: MAX_ANSWER_BYTES })
  const headers = {
    authorization: `Bearer ${bearer}`,
    accept: 'application/json',
    'user-agent': 'mlops-actions'
  }
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url.href, { method: 'GET', headers }).catch((error: unknown) => error)
    const token = isResponse(answer) && answer.status === 200 ? tokenOf(await answer.text()) : undefined
    if (token !== undefined) {
      runner.mask(token)
      return token
    }
    const passes = !isResponse(answer) || answer.status >= 500 || answer.status === 429
    if (!passes || attempt === ATTEMPTS) throw refused(answer, passes)
    await pause(BASE_PAUSE_MS * 2 ** attempt)
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}

function isResponse(answer: unknown): answer is FetchResponse {
  return typeof answer === 'object' && answer !== null && 'status' in answer
}

function tokenOf(text: string): string | undefined {
  try {
    const { value } = JSON.parse(text) as { readonly value?: unknown }
    return typeof value === 'string' && value !== '' ? value : undefined
  } catch {
    return undefined
  }
}

function unavailable(): UserError {
  return new UserError('oidc-unavailable', 'this job may not ask GitHub for an OIDC token', {
    hint: 'Give the job "permissions: {id-token: write, contents: read}", beside those it has; jobs of pull requests from forks never get one.'
  })
}

/** What the service answers is not shown: it could hold the token. */
function refused(answer: unknown, retryable: boolean): ServiceError {
  const what = isResponse(answer) ? `HTTP ${answer.status}` : 'no answer'
  return new ServiceError('oidc-failed', `GitHub gave no OIDC token (${what})`, {
    hint: 'See https://www.githubstatus.com.',
    retryable,
    ...(!isResponse(answer) && { cause: answer })
  })
}
