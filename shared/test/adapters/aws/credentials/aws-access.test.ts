import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openAwsAccess } from '../../../../src/adapters/aws/aws-access.js'
import { childEnvironment } from '../../../../src/adapters/python/child-environment.js'
import { SuiteError } from '../../../../src/errors.js'
import { InMemoryRunner } from '../../../../testing/fakes/in-memory-runner.js'
import { AnsweringServer, type Answer } from './answering-server.js'

const roleArn = 'arn:aws:iam::123456789012:role/mlops-train'
const subject = 'repo:acme@1/models@2:ref:refs/heads/main'
const idToken = `h.${Buffer.from(JSON.stringify({ sub: subject })).toString('base64url')}.s`
const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'

const granted = `<AssumeRoleWithWebIdentityResponse ${namespace}><AssumeRoleWithWebIdentityResult><Credentials>
<AccessKeyId>ASIAEXAMPLE0000001</AccessKeyId><SecretAccessKey>secret-of-the-session</SecretAccessKey>
<SessionToken>token-of-the-session</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`

const refusal = (code: string, message: string) =>
  `<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`

describe('access by a role', () => {
  const servers: AnsweringServer[] = []
  let before: NodeJS.ProcessEnv
  beforeEach(() => {
    before = { ...process.env }
  })
  afterEach(async () => {
    process.env = before
    for (const server of servers.splice(0)) await server.close()
  })

  async function place(answer: Answer) {
    const github = await AnsweringServer.open(() => ({
      status: 200,
      body: JSON.stringify({ value: idToken })
    }))
    const sts = await AnsweringServer.open(answer)
    servers.push(github, sts)
    process.env['AWS_ENDPOINT_URL_STS'] = sts.url
    const runner = new InMemoryRunner(
      {},
      {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${github.url}/`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
        GITHUB_RUN_ID: '42'
      }
    )
    return {
      runner,
      sts,
      github,
      access: openAwsAccess({ awsRegion: 'eu-central-1', roleToAssume: roleArn }, runner)
    }
  }

  test('asks nobody before it is needed, then exchanges the token of the job and masks all that it gets', async () => {
    const { access, sts, github, runner } = await place(() => ({ status: 200, body: granted }))
    expect(github.calls).toHaveLength(0)
    const [first, second] = await Promise.all([access.credentials?.(), access.credentials?.()])
    expect(first).toMatchObject({
      accessKeyId: 'ASIAEXAMPLE0000001',
      secretAccessKey: 'secret-of-the-session'
    })
    expect(second).toBe(first)
    const asked = new URLSearchParams(sts.calls[0]?.body)
    expect(Object.fromEntries(asked)).toMatchObject({
      Action: 'AssumeRoleWithWebIdentity',
      RoleArn: roleArn,
      RoleSessionName: 'mlops-42',
      WebIdentityToken: idToken,
      DurationSeconds: '3600'
    })
    expect(sts.calls[0]?.headers.authorization).toBeUndefined()
    expect(sts.calls).toHaveLength(1)
    expect(runner.masked).toEqual(
      expect.arrayContaining([idToken, 'secret-of-the-session', 'token-of-the-session'])
    )
  })

  test('gives nothing to other processes', async () => {
    const { access } = await place(() => ({ status: 200, body: granted }))
    await access.credentials?.()
    const own = {
      ...process.env,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
      AWS_SESSION_TOKEN: 'x',
      AWS_REGION: 'y'
    }
    expect(JSON.stringify(process.env)).not.toContain('secret-of-the-session')
    expect(Object.keys(childEnvironment(own)).filter(name => /^(AWS|ACTIONS)_/.test(name))).toEqual([])
  })

  test.each([
    {
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      expected: 'role-not-trusted',
      says: [subject, 'repo:OWNER@ID/REPO@ID', 'repo:OWNER/REPO:ref', 'environment:NAME']
    },
    {
      code: 'InvalidIdentityToken',
      message:
        'No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
      expected: 'oidc-provider-missing',
      says: ['identity provider']
    },
    {
      code: 'ValidationError',
      message: 'Request ARN is invalid',
      expected: 'role-invalid',
      says: ['role-to-assume']
    },
    { code: 'ExpiredTokenException', message: 'Token expired', expected: 'credentials-expired', says: [] }
  ])('$expected for $code', async ({ code, message, expected, says }) => {
    const { access } = await place(() => ({
      status: code === 'AccessDenied' ? 403 : 400,
      body: refusal(code, message)
    }))
    const error: unknown = await access.credentials?.().catch((thrown: unknown) => thrown)
    if (!(error instanceof SuiteError)) throw error
    expect(error.code).toBe(expected)
    for (const words of says) expect(error.hint).toContain(words)
    expect(`${error.message}${error.hint ?? ''}`).not.toContain(idToken)
  })
})

test('without a role the search is left to the SDK', () => {
  expect(openAwsAccess({ awsRegion: 'eu-west-1', roleToAssume: undefined }, new InMemoryRunner())).toEqual({
    region: 'eu-west-1',
    credentials: undefined
  })
})
