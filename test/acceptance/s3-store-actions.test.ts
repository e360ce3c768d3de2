import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { refusal, type Failure } from '../../shared/testing/aws-server/http/failures.js'
import { expectDecision, expectFailure } from './expect-run.js'
import { runBundle, type BundleRun } from './run-bundle.js'
import { S3Account, type JobAccess } from './s3-account.js'
import { csvOf, smallRequest } from './small-dataset.js'
import { openWorkspace, removeWorkspaces, type Workspace } from './workspace.js'

afterAll(removeWorkspaces)

const unknownRun = 'train-20250110-093000-1a2b3c4d'

function checkout(): Workspace {
  const workspace = openWorkspace()
  workspace.initialiseGit()
  workspace.write('request.yml', JSON.stringify(smallRequest))
  return workspace
}

describe.each<[string, (account: S3Account) => JobAccess]>([
  ['a role, by the OIDC token of the job', account => account.byRole()],
  ['keys in the environment', account => account.byEnvironment()]
])('with a store in S3 and %s', (_, accessOf) => {
  let account: S3Account
  let workspace: Workspace
  let trainingId = ''
  beforeAll(async () => {
    account = await S3Account.open()
    workspace = checkout()
  })
  afterAll(async () => {
    expect(await account.close()).toEqual([])
  })

  const run = (action: string, inputs: Readonly<Record<string, string>> = {}): Promise<BundleRun> => {
    const access = accessOf(account)
    return runBundle(action, workspace, { ...access, inputs: { ...access.inputs, ...inputs } })
  }

  test('parse-issue writes the request', async () => {
    const parsed = await run('parse-issue', { 'request-file': 'request.yml' })
    expectDecision(parsed, { action: 'parse-issue', decision: 'accepted', reasonCode: 'request-accepted' })
    trainingId = parsed.outputs['training-id'] ?? ''
    expect(await account.record(`runs/${trainingId}/request.json`)).toMatchObject({ model_id: 'small' })
  })

  test.each([
    { action: 'train', decision: 'completed', reasonCode: 'trained' },
    { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' },
    { action: 'register', decision: 'registered', reasonCode: 'registered-production' },
    { action: 'edge-export', decision: 'exported', reasonCode: 'exported' },
    { action: 'record-history', decision: 'recorded', reasonCode: 'recorded' }
  ])('$action: $decision', async expected => {
    const done = await run(expected.action, { 'training-id': trainingId })
    expectDecision(done, expected)
    expect(done.temporary).toEqual([])
  })

  test('leaves the same files as in a directory', async () => {
    expect(await account.keys('models/')).toEqual(
      [
        'registry.json',
        'v1.0.0/baseline.json',
        'v1.0.0/evaluation.json',
        'v1.0.0/model.onnx',
        'v1.0.0/model.tar.gz',
        'v1.0.0/model_card.md',
        'v1.0.0/model_metadata.json',
        'v1.0.0/reservation.json'
      ].map(name => `models/small/${name}`)
    )
    expect(await account.record('models/small/registry.json')).toMatchObject({ production: 'v1.0.0' })
    expect(workspace.has('.mlops')).toBe(false)
  })

  test('drift-check compares with the stored baseline', async () => {
    workspace.write('current.csv', csvOf(measured(0)))
    const done = await run('drift-check', { 'model-id': 'small', current: 'current.csv', 'min-rows': '40' })
    expect(done.exitCode).toBe(0)
    expect(done.outputs['report']).toMatch(/^s3:\/\/models\/team\/drift\/small\//)
  })

  test('no secret is printed', async () => {
    const access = accessOf(account)
    const done = await run('drift-check', { 'model-id': 'small', current: 'current.csv' })
    for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
      expect(done.stdout).not.toContain(access.environment[name] ?? 'nothing')
  })
})

/** 600 rows, with `size` moved by so much. */
function measured(shift: number) {
  return Array.from({ length: 600 }, (_, index) => ({
    size: ((index * 617) % 600) / 600 + shift,
    weight: ((index * 419) % 600) * 3
  }))
}

function parquet(rows: readonly Readonly<{ size: number; weight: number }>[]): Uint8Array {
  const columnData = (['size', 'weight'] as const).map(name => ({
    name,
    type: 'DOUBLE' as const,
    data: rows.map(row => row[name])
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

describe('drift-check reads data in S3', () => {
  let account: S3Account
  beforeAll(async () => {
    account = await S3Account.open()
    await account.put('base/rows.csv', csvOf(measured(0)))
    await account.put('day/1.csv', csvOf(measured(0.5).slice(0, 300)))
    await account.put('day/2.csv', csvOf(measured(0.5).slice(300)))
    await account.put('day/rows.csv.gz.note', 'x')
    await account.put('one/rows.csv.gz', gzipSync(csvOf(measured(0.5))))
    await account.put('columns/rows.parquet', parquet(measured(0.5)))
  })
  afterAll(async () => {
    expect(await account.close()).toEqual([])
  })

  test.each([
    ['a prefix with two files', 'base/rows.csv', 'day/'],
    ['a gzipped object', 'base/', 'one/rows.csv.gz'],
    ['a Parquet object', 'base/rows.csv', 'columns/rows.parquet']
  ])('%s, with the store in a directory', async (_, baseline, current) => {
    const access = account.byRole()
    const done = await runBundle('drift-check', openWorkspace(), {
      ...access,
      inputs: {
        ...access.inputs,
        store: '.mlops',
        baseline: `s3://models/team/${baseline}`,
        current: `s3://models/team/${current}`
      }
    })
    expectDecision(done, { action: 'drift-check', decision: 'retrain', reasonCode: 'drift-share' })
    expect(done.outputs['drifted-features']).toBe('["size"]')
    expect(done.stdout).not.toContain('does nothing')
    expect(done.temporary).toEqual([])
  })

  test.each([
    ['a prefix without data', 's3://models/team/nothing/', 'dataset-missing'],
    ['an object that is not there', 's3://models/team/day/3.csv', 'store-object-missing'],
    ['a bucket that is not there', 's3://no-such-bucket/day/', 'store-bucket-missing']
  ])('%s is an error', async (_, current, code) => {
    const access = account.byEnvironment()
    const inputs = { ...access.inputs, baseline: 's3://models/team/base/', current }
    const done = await runBundle('drift-check', openWorkspace(), { ...access, inputs })
    expectFailure(done, 'drift-check', code)
    expect(done.temporary).toEqual([])
  })
})

describe('what AWS refuses is one error that says what to do:', () => {
  let account: S3Account
  beforeAll(async () => {
    account = await S3Account.open()
  })
  afterAll(async () => {
    expect(await account.close()).toEqual([])
  })

  interface Refused {
    readonly name: string
    readonly code: string
    readonly says: RegExp
    readonly access: () => JobAccess
    readonly failure?: Failure
  }

  const environment = (change: Readonly<Record<string, string>>): JobAccess => {
    const access = account.byEnvironment()
    return { ...access, environment: { ...access.environment, ...change } }
  }
  const inputs = (change: Readonly<Record<string, string>>): JobAccess => {
    const access = account.byEnvironment()
    return { ...access, inputs: { ...access.inputs, ...change } }
  }

  const cases: readonly Refused[] = [
    {
      name: 'a bucket that does not exist',
      code: 'store-bucket-missing',
      says: /no-such-bucket.*Create it/,
      access: () => inputs({ store: 's3://no-such-bucket/x' })
    },
    {
      name: 'a region that is not the bucket’s',
      code: 'store-region-wrong',
      says: /aws-region: eu-central-1/,
      access: () => inputs({ 'aws-region': 'us-west-2' })
    },
    {
      name: 'a permission that is missing',
      code: 'store-access-denied',
      says: /Allow the role s3:GetObject on arn:aws:s3:::models\/team\/runs/,
      access: () => account.byEnvironment(),
      failure: refusal('AccessDenied', 403, 'Access Denied')
    },
    {
      name: 'a KMS key that may not be used',
      code: 'store-access-denied',
      says: /Allow the role kms:Decrypt on the KMS key/,
      access: () => account.byEnvironment(),
      failure: refusal('AccessDenied', 403, 'User r is not authorized to perform: kms:Decrypt on resource: k')
    },
    {
      name: 'keys that have expired',
      code: 'credentials-expired',
      says: /role-to-assume/,
      access: () => account.byEnvironment({ expiresAt: new Date(Date.now() - 1000) })
    },
    {
      name: 'keys that nobody knows',
      code: 'credentials-invalid',
      says: /Check the keys/,
      access: () => environment({ AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000000' })
    },
    {
      name: 'no credentials at all',
      code: 'credentials-missing',
      says: /role-to-assume.*id-token: write/,
      access: () => account.withNothing()
    },
    {
      name: 'no region',
      code: 'aws-region-missing',
      says: /aws-region/,
      access: () => environment({ AWS_REGION: '' })
    },
    {
      name: 'a role in a job without id-token',
      code: 'oidc-unavailable',
      says: /id-token: write/,
      access: () => ({ ...account.byRole(), environment: account.withNothing().environment })
    },
    {
      name: 'a role that does not trust the job',
      code: 'role-not-trusted',
      says: /"repo:acme\/models:ref:refs\/heads\/main"/,
      access: () => {
        const access = account.byRole()
        const other = account.cloud.roles.putWorkflowRole('other', 'repo:acme/other:ref:refs/heads/main')
        return { ...access, inputs: { ...access.inputs, 'role-to-assume': other } }
      }
    },
    {
      name: 'an address that is none',
      code: 'store-location-invalid',
      says: /s3:\/\/bucket\/prefix/,
      access: () => inputs({ store: 's3://Models' })
    },
    {
      name: 'a clock that is wrong',
      code: 'clock-skewed',
      says: /NTP/,
      access: () => account.byEnvironment(),
      failure: refusal('RequestTimeTooSkewed', 403, 'The difference is too large.')
    },
    {
      name: 'a network without AWS',
      code: 'store-unreachable',
      says: /Check the region, the network/,
      access: () => environment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '2' })
    }
  ]

  test.each(cases)('$name', async ({ code, says, access, failure }) => {
    const pattern = /GetObject/
    if (failure !== undefined) account.cloud.failures.add(pattern, failure, 100)
    const { inputs: given, environment: variables } = access()
    const done = await runBundle('evaluate-gate', openWorkspace(), {
      inputs: { 'training-id': unknownRun, ...given },
      environment: variables
    })
    while (account.cloud.failures.take('s3:GetObject /') !== undefined);
    expectFailure(done, 'evaluate-gate', code)
    expect(done.errors[0]).toMatch(says)
  })

  test.each([
    ['parse-issue', { 'request-file': 'request.yml' }],
    ['train', { 'training-id': unknownRun }],
    ['register', { 'training-id': unknownRun }],
    ['edge-export', { 'training-id': unknownRun }],
    ['drift-check', { 'model-id': 'small', current: 'request.yml' }],
    ['record-history', { 'training-id': unknownRun }]
  ])('%s has the same words for it', async (action, given) => {
    const access = account.byEnvironment()
    const done = await runBundle(action, checkout(), {
      ...access,
      inputs: { ...given, store: 's3://no-such-bucket/x' }
    })
    expectFailure(done, action, 'store-bucket-missing')
  })
})
