import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { actionsOf } from '../../shared/testing/aws-server/iam/permission-policy.js'
import type { WorkflowIdentity } from '../../shared/testing/aws-server/oidc/oidc-issuer.js'
import { ACCOUNT } from '../../shared/testing/aws-server/sts/roles.js'
import { startTrainingCloud, type TrainingCloud } from '../../shared/testing/aws-server/training-cloud.js'
import { shippedPolicies } from '../../shared/testing/shipped-policies.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = { accountId: ACCOUNT, region: 'eu-central-1', bucket: 'acme-models' }
const IMMUTABLE = 'repo:acme@12345/models@7654321:ref:refs/heads/main'
const CLASSIC = 'repo:acme/models:ref:refs/heads/main'

const sources = (directory: string): string[] =>
  readdirSync(join(root, directory), { withFileTypes: true }).flatMap(entry => {
    const path = `${directory}/${entry.name}`
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [readFileSync(join(root, path), 'utf8')] : []
  })

/** What the calls of the SDK need permission for (AWS Service Authorization Reference). */
const needed: Readonly<Record<string, readonly string[]>> = {
  GetObjectCommand: ['s3:GetObject', 's3:GetObjectVersion'],
  HeadObjectCommand: ['s3:GetObject'],
  PutObjectCommand: ['s3:PutObject'],
  CreateMultipartUploadCommand: ['s3:PutObject'],
  UploadPartCommand: ['s3:PutObject'],
  CompleteMultipartUploadCommand: ['s3:PutObject'],
  AbortMultipartUploadCommand: ['s3:AbortMultipartUpload'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  ListObjectsV2Command: ['s3:ListBucket'],
  CreateTrainingJobCommand: ['sagemaker:CreateTrainingJob', 'sagemaker:AddTags', 'iam:PassRole'],
  DescribeTrainingJobCommand: ['sagemaker:DescribeTrainingJob'],
  StopTrainingJobCommand: ['sagemaker:StopTrainingJob'],
  ListTrainingJobsCommand: ['sagemaker:ListTrainingJobs'],
  ListTagsCommand: ['sagemaker:ListTags'],
  DescribeLogStreamsCommand: ['logs:DescribeLogStreams'],
  GetLogEventsCommand: ['logs:GetLogEvents'],
  // Of the trust policy: STS asks nobody for a permission here.
  AssumeRoleWithWebIdentityCommand: []
}

describe('workflow-role-permissions.json', () => {
  const called = new Set(
    sources('shared/src')
      .concat(readdirSync(join(root, 'actions')).flatMap(action => sources(`actions/${action}/src`)))
      .flatMap(text =>
        [...text.matchAll(/\bnew (?:\w+\.)?([A-Z]\w+Command)\(/g)].map(match => match[1] ?? '')
      )
  )

  test('every call of the code is known here', () => {
    expect([...called].filter(command => needed[command] === undefined)).toEqual([])
    expect(Object.keys(needed).filter(command => !called.has(command))).toEqual([])
  })

  test('allows what the code calls and nothing else', () => {
    const { workflow } = shippedPolicies(root, { ...names, githubSubject: CLASSIC })
    const wanted = new Set([...called].flatMap(command => needed[command] ?? []))
    expect(actionsOf(workflow.permissions).sort()).toEqual([...wanted].sort())
  })

  test('nothing but lists is allowed on everything', () => {
    const { workflow } = shippedPolicies(root, { ...names, githubSubject: CLASSIC })
    const wide = workflow.permissions.Statement.filter(({ Resource }) => Resource === '*')
    expect(wide.map(({ Action }) => Action)).toEqual(['sagemaker:ListTrainingJobs'])
  })
})

describe('workflow-role-trust.json', () => {
  let cloud: TrainingCloud
  beforeAll(async () => {
    cloud = await startTrainingCloud()
  })
  afterAll(() => cloud.close())

  /** The role is asked for by a job of this identity; gives STS's error, or "trusted". */
  async function ask(subject: string, identity: Partial<WorkflowIdentity>, audience = 'sts.amazonaws.com') {
    const { workflow } = shippedPolicies(root, { ...names, githubSubject: subject })
    const RoleArn = cloud.roles.put('mlops-workflow', { trustPolicy: workflow.trust })
    const plain = {
      repository: 'acme/models',
      immutableSubject: false,
      ref: 'refs/heads/main',
      environment: undefined
    }
    Object.assign(cloud.oidc.identity, plain, identity)
    const sts = new STSClient({ region: cloud.region, endpoint: cloud.url, maxAttempts: 1 })
    const WebIdentityToken = cloud.oidc.token(audience)
    const input = { RoleArn, RoleSessionName: 'run', WebIdentityToken }
    const answer = sts.send(new AssumeRoleWithWebIdentityCommand(input))
    return answer.then(
      () => 'trusted',
      (error: unknown) => (error as Error).name
    )
  }

  test.each([
    ['the classic subject', CLASSIC, {}, 'trusted'],
    ['the immutable subject', IMMUTABLE, { immutableSubject: true }, 'trusted'],
    [
      'the immutable subject where the classic one is expected',
      CLASSIC,
      { immutableSubject: true },
      'AccessDenied'
    ],
    ['the classic subject where the immutable one is expected', IMMUTABLE, {}, 'AccessDenied'],
    ['another branch', CLASSIC, { ref: 'refs/heads/feature' }, 'AccessDenied'],
    ['a pull request', CLASSIC, { ref: 'refs/pull/1/merge' }, 'AccessDenied'],
    ['an environment', CLASSIC, { environment: 'mlops' }, 'AccessDenied'],
    ['another repository', CLASSIC, { repository: 'acme/models-2' }, 'AccessDenied'],
    ['another owner', CLASSIC, { repository: 'evil/models' }, 'AccessDenied'],
    [
      'the name of the repository, taken again',
      IMMUTABLE,
      { immutableSubject: true, repositoryId: '1' },
      'AccessDenied'
    ]
  ])('%s', async (_, subject, identity, expected) => {
    const { repositoryId } = cloud.oidc.identity
    try {
      expect(await ask(subject, identity)).toBe(expected)
    } finally {
      cloud.oidc.identity.repositoryId = repositoryId
    }
  })

  test('a token for another audience is refused', async () => {
    expect(await ask(CLASSIC, {}, 'https://github.com/acme')).toBe('InvalidIdentityTokenException')
  })

  test('training-role-trust.json lets SageMaker in, and no workflow', async () => {
    const { training } = shippedPolicies(root, { ...names, githubSubject: CLASSIC })
    const arn = cloud.roles.put('mlops-training', { trustPolicy: training.trust })
    expect(cloud.roles.trustsSageMaker(arn)).toBe(true)
    const condition = training.trust.Statement.map(({ Condition }) => Condition)
    expect(condition).toEqual([{ StringEquals: { 'aws:SourceAccount': ACCOUNT } }])
  })
})
