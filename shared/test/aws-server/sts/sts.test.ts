import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { generateKeyPairSync } from 'node:crypto'
import { signToken } from '../../../testing/aws-server/oidc/jwt.js'
import { checkCalls } from '../../../testing/aws-server/service-models/check-calls.js'
import { ServiceModel } from '../../../testing/aws-server/service-models/service-model.js'
import { GITHUB_PROVIDER } from '../../../testing/aws-server/sts/roles.js'
import { startTrainingCloud, type TrainingCloud } from '../../../testing/aws-server/training-cloud.js'

let cloud: TrainingCloud
let sts: STSClient
let clientViolations: string[]

beforeEach(async () => {
  cloud = await startTrainingCloud({ buckets: ['models-bucket'] })
  sts = new STSClient({
    region: cloud.region,
    endpoint: cloud.url,
    maxAttempts: 1,
    credentials: cloud.keys.issue()
  })
  clientViolations = []
  checkCalls(sts, new ServiceModel('sts'), clientViolations)
})

afterEach(async () => {
  sts.destroy()
  await cloud.close()
  expect(cloud.defects).toEqual([])
})

/** A token as a workflow gets it. */
async function identityToken(audience = 'sts.amazonaws.com'): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } =
    cloud.oidc.environment
  const answer = await fetch(`${url}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${bearer}` }
  })
  const { value } = (await answer.json()) as { value: string }
  return value
}

async function assume(role: string, token: string, DurationSeconds = 900) {
  const input = { RoleArn: role, RoleSessionName: 'run-1', WebIdentityToken: token, DurationSeconds }
  return sts.send(new AssumeRoleWithWebIdentityCommand(input))
}

const MAIN = 'repo:octo/models:ref:refs/heads/main'

describe('a workflow', () => {
  test('gets credentials of the role that trusts it, which every service takes', async () => {
    const role = cloud.roles.putWorkflowRole('ci', MAIN)
    const before = Date.now()
    const { Credentials, AssumedRoleUser, Provider, SubjectFromWebIdentityToken } = await assume(
      role,
      await identityToken()
    )
    const arn = 'arn:aws:sts::123456789012:assumed-role/ci/run-1'
    expect({ arn: AssumedRoleUser?.Arn, Provider, SubjectFromWebIdentityToken }).toEqual({
      arn,
      Provider: GITHUB_PROVIDER,
      SubjectFromWebIdentityToken: MAIN
    })
    const lifetime = ((Credentials?.Expiration?.getTime() ?? 0) - before) / 1000
    expect(lifetime).toBeGreaterThan(890)
    expect(lifetime).toBeLessThan(960)
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken = ''
    } = Credentials ?? {}
    const configuration = {
      region: cloud.region,
      endpoint: cloud.url,
      credentials: { accessKeyId, secretAccessKey, sessionToken }
    }
    const own = new STSClient(configuration)
    expect(await own.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: arn,
      Account: '123456789012'
    })
    const s3 = new S3Client({ ...configuration, forcePathStyle: true })
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'models-bucket' }))).resolves.toMatchObject({
      KeyCount: 0
    })
    expect(cloud.violations).toEqual([])
    expect(clientViolations).toEqual([])
    for (const client of [own, s3]) client.destroy()
  })

  test('has credentials that expire for every service', async () => {
    cloud.sts.timeScale = 1e9
    const { Credentials } = await assume(cloud.roles.putWorkflowRole('ci', MAIN), await identityToken())
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken = ''
    } = Credentials ?? {}
    const configuration = {
      region: cloud.region,
      endpoint: cloud.url,
      credentials: { accessKeyId, secretAccessKey, sessionToken }
    }
    const sagemaker = new SageMakerClient(configuration)
    const s3 = new S3Client({ ...configuration, forcePathStyle: true })
    await expect(sagemaker.send(new ListTrainingJobsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException'
    })
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'models-bucket' }))).rejects.toMatchObject({
      name: 'ExpiredToken'
    })
    for (const client of [sagemaker, s3]) client.destroy()
  })

  test.each([
    ['of the name-only subject', {}, MAIN, true],
    ['of another branch', { ref: 'refs/heads/evil' }, MAIN, false],
    ['of a repository made anew under an old name', { immutableSubject: true }, MAIN, false],
    [
      'of the immutable subject',
      { immutableSubject: true },
      'repo:octo@12345/models@7654321:ref:refs/heads/main',
      true
    ],
    ['of an environment', { environment: 'production' }, 'repo:octo/models:environment:production', true],
    ['of another environment', { environment: 'test' }, 'repo:octo/models:environment:production', false],
    ['by a pattern', {}, 'repo:octo/models:*', true],
    ['by a pattern of one character', {}, 'repo:octo/model?:ref:refs/heads/main', true],
    ['by a pattern, in which a point is a point', {}, 'repo.octo/models:*', false]
  ])('is told apart: %s', async (_, identity, subject, isTrusted) => {
    Object.assign(cloud.oidc.identity, identity)
    const assumed = assume(cloud.roles.putWorkflowRole('ci', subject), await identityToken())
    if (isTrusted) await expect(assumed).resolves.toHaveProperty('Credentials')
    else
      await expect(assumed).rejects.toMatchObject({
        name: 'AccessDenied',
        message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity'
      })
  })

  test('is denied by a statement that denies, whatever others allow', async () => {
    const { trustPolicy } = cloud.roles.role(cloud.roles.putWorkflowRole('ci', '*')) ?? {
      trustPolicy: undefined
    }
    const [allow] = trustPolicy?.Statement ?? []
    if (allow === undefined) throw new Error('the role has no statement')
    const deny = {
      ...allow,
      Effect: 'Deny' as const,
      Condition: { StringNotEquals: { 'token.actions.githubusercontent.com:repository_id': '7654321' } }
    }
    const role = cloud.roles.put('ci', { trustPolicy: { Version: '2012-10-17', Statement: [allow, deny] } })
    await expect(assume(role, await identityToken())).resolves.toHaveProperty('Credentials')
    cloud.oidc.identity.repositoryId = '1'
    await expect(assume(role, await identityToken())).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe('a token is refused', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const foreign = () =>
    signToken(
      {
        iss: 'https://token.actions.githubusercontent.com',
        sub: MAIN,
        aud: 'sts.amazonaws.com',
        exp: now() + 60
      },
      {
        privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
        id: String(cloud.oidc.keys[0]?.kid)
      }
    )
  const tampered = () => {
    const [header = '', , signature = ''] = cloud.oidc.token('sts.amazonaws.com').split('.')
    const [, claims = ''] = cloud.oidc
      .token('sts.amazonaws.com', { sub: 'repo:evil/x:ref:refs/heads/main' })
      .split('.')
    return `${header}.${claims}.${signature}`
  }
  const unsigned = () => {
    const [, claims = ''] = cloud.oidc.token('sts.amazonaws.com').split('.')
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  }

  const cases: readonly (readonly [string, () => string, string])[] = [
    ['signed by somebody else', foreign, 'InvalidIdentityTokenException'],
    ['with other claims than were signed', tampered, 'InvalidIdentityTokenException'],
    ['without a signature', unsigned, 'InvalidIdentityTokenException'],
    ['that is none', () => 'nonsense', 'InvalidIdentityTokenException'],
    [
      'for another audience',
      () => cloud.oidc.token('https://github.com/octo'),
      'InvalidIdentityTokenException'
    ],
    [
      'of another issuer',
      () => cloud.oidc.token('sts.amazonaws.com', { iss: 'https://evil' }),
      'InvalidIdentityTokenException'
    ],
    [
      'that has expired',
      () => cloud.oidc.token('sts.amazonaws.com', { exp: now() - 1 }),
      'ExpiredTokenException'
    ]
  ]

  test.each(cases)('%s', async (_, token, name) => {
    await expect(assume(cloud.roles.putWorkflowRole('ci', '*'), token())).rejects.toMatchObject({ name })
  })
})

test('a session is no longer than its role allows, and no shorter than 15 minutes', async () => {
  const role = cloud.roles.putWorkflowRole('ci', '*')
  await expect(assume(role, await identityToken(), 3601)).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('MaxSessionDuration')
  })
  await expect(assume(role, await identityToken(), 899)).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining("'durationSeconds'")
  })
})

test('a role that does not exist is not told from one that does not trust', async () => {
  await expect(assume('arn:aws:iam::123456789012:role/nobody', await identityToken())).rejects.toMatchObject({
    name: 'AccessDenied'
  })
})

test('a condition this server cannot judge is refused when the role is made', () => {
  const Statement = [
    {
      Effect: 'Allow' as const,
      Principal: { Federated: GITHUB_PROVIDER },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } }
    }
  ]
  expect(() => cloud.roles.put('ci', { trustPolicy: { Version: '2012-10-17', Statement } })).toThrow(
    'unknown condition operator DateLessThan'
  )
})

test('the issuer wants its bearer, and may be out of order', async () => {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } =
    cloud.oidc.environment
  expect((await fetch(url)).status).toBe(401)
  cloud.oidc.failuresLeft = 1
  const headers = { authorization: `Bearer ${bearer}` }
  expect((await fetch(url, { headers })).status).toBe(503)
  expect((await fetch(url, { headers })).status).toBe(200)
  expect(cloud.oidc.tokensIssued).toBe(1)
})
