import { afterEach, expect, test } from '@jest/globals'
import { mintOidcToken } from '../../../../src/adapters/aws/credentials/oidc-token.js'
import { SuiteError } from '../../../../src/errors.js'
import { codeOf } from '../../../../testing/code-of.js'
import { InMemoryRunner } from '../../../../testing/fakes/in-memory-runner.js'
import { AnsweringServer, type Answer } from './answering-server.js'

let server: AnsweringServer | undefined
afterEach(async () => server?.close())

const noPause = () => Promise.resolve()

async function jobWith(answer: Answer): Promise<InMemoryRunner> {
  server = await AnsweringServer.open(answer)
  return new InMemoryRunner(
    {},
    {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer-of-the-job'
    }
  )
}

const token = { status: 200, body: JSON.stringify({ value: 'header.payload.signature', count: 1 }) }

test('a token is asked for with the audience and the bearer of the job, and masked', async () => {
  const runner = await jobWith(() => token)
  expect(await mintOidcToken(runner, 'sts.amazonaws.com')).toBe('header.payload.signature')
  expect(runner.masked).toEqual(['header.payload.signature'])
  expect(server?.calls[0]?.path).toBe('/token?api-version=2.0&audience=sts.amazonaws.com')
  expect(server?.calls[0]?.headers.authorization).toBe('Bearer bearer-of-the-job')
})

test.each([
  { variables: {}, what: 'neither variable' },
  { variables: { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x.example' }, what: 'no bearer' },
  {
    variables: { ACTIONS_ID_TOKEN_REQUEST_URL: 'not a url', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' },
    what: 'no address'
  }
])('a job with $what hears which permission to add', async ({ variables }) => {
  const minted = mintOidcToken(new InMemoryRunner({}, variables), 'sts.amazonaws.com')
  const error: unknown = await minted.catch((thrown: unknown) => thrown)
  if (!(error instanceof SuiteError)) throw error
  expect(error.code).toBe('oidc-unavailable')
  expect(error.hint).toContain('id-token: write')
})

test('a failure that passes is waited for', async () => {
  let calls = 0
  const runner = await jobWith(() => (++calls < 3 ? { status: 502, body: 'bad gateway' } : token))
  expect(await mintOidcToken(runner, 'a', noPause)).toBe('header.payload.signature')
})

test.each([
  { answer: { status: 403, body: 'no' }, calls: 1 },
  { answer: { status: 500, body: 'no' }, calls: 4 },
  { answer: { status: 200, body: '{}' }, calls: 1 },
  { answer: { status: 200, body: 'no json' }, calls: 1 }
])('answers without a token end it: $answer', async ({ answer, calls }) => {
  const runner = await jobWith(() => answer)
  expect(await codeOf(mintOidcToken(runner, 'a', noPause))).toBe('oidc-failed')
  expect(server?.calls).toHaveLength(calls)
})
