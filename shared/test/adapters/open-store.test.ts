import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { inertInputs, type CommonInputs } from '../../src/action/common-inputs.js'
import { DirectoryObjectStore } from '../../src/adapters/files/directory-object-store.js'
import { openStore, storeExists } from '../../src/adapters/open-store.js'
import { codeOf } from '../../testing/code-of.js'
import { InMemoryRunner } from '../../testing/fakes/in-memory-runner.js'
import { S3World } from './aws/s3/s3-world.js'

const inputs = (store: string) => ({ store, awsRegion: undefined, roleToAssume: undefined })
const open = (store: string) => openStore(inputs(store), '/workspace', new InMemoryRunner())

test.each(['.mlops', 'data/store', '/var/store'])('%s is a directory', async store => {
  expect(await open(store)).toBeInstanceOf(DirectoryObjectStore)
})

test.each([
  { store: 'git:mlops', code: 'store-unsupported' },
  { store: 'gs://bucket/x', code: 'store-unsupported' },
  { store: 's3:/bucket', code: 'store-location-invalid' },
  { store: 's3://Bucket', code: 'store-location-invalid' }
])('$store is refused: $code', async ({ store, code }) => {
  expect(await codeOf(open(store))).toBe(code)
})

test('only a directory can be seen not to exist, and an empty one exists', () => {
  const directory = mkdtempSync(join(tmpdir(), 'store-'))
  const workspace = dirname(directory)
  const seen = ['s3://bucket/x', directory, basename(directory), `${basename(directory)}/.mlops`]
  expect(seen.map(store => storeExists({ store }, workspace))).toEqual([true, true, true, false])
  rmSync(directory, { recursive: true })
})

describe('s3://bucket/prefix', () => {
  let world: S3World
  let before: NodeJS.ProcessEnv
  beforeEach(async () => {
    before = { ...process.env }
    world = await S3World.open()
  })
  afterEach(async () => {
    process.env = before
    expect(await world.close()).toEqual([])
  })

  test('is reached as the environment says, and encrypted with the key of MLOPS_S3_KMS_KEY_ID', async () => {
    const { endpoint, region, credentials } = world.clientOptions()
    process.env['AWS_ENDPOINT_URL'] = endpoint
    process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey
    const runner = new InMemoryRunner({}, { MLOPS_S3_KMS_KEY_ID: 'alias/mlops' })
    const store = await openStore({ ...inputs('s3://models/x'), awsRegion: region }, '/workspace', runner)
    expect((await store.write('k', new Uint8Array(1), { absent: true })).written).toBe(true)
    const [object] = world.server.s3.objects('models')
    expect(object?.key).toBe('x/k')
    expect(object?.headers.get('x-amz-server-side-encryption-aws-kms-key-id')).toBe('alias/mlops')
  })

  test('without credentials says how to get some', async () => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) process.env[name] = ''
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
    process.env['AWS_CONFIG_FILE'] = '/nonexistent'
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent'
    process.env['AWS_ENDPOINT_URL'] = world.server.url
    const store = await openStore(
      { ...inputs('s3://models'), awsRegion: 'eu-central-1' },
      '/',
      new InMemoryRunner()
    )
    expect(await codeOf(store.read('k'))).toBe('credentials-missing')
    const regionless = await open('s3://models')
    expect(await codeOf(regionless.read('k'))).toBe('aws-region-missing')
  })

  test('with a role in a job without id-token permission says which line to add', async () => {
    const roleToAssume = 'arn:aws:iam::123456789012:role/mlops'
    const asked = { store: 's3://models', awsRegion: 'eu-central-1', roleToAssume }
    const store = await openStore(asked, '/workspace', new InMemoryRunner())
    expect(await codeOf(store.read('k'))).toBe('oidc-unavailable')
  })
})

test.each([
  { store: '.mlops', warnings: 2 },
  { store: 's3://models', warnings: 0 }
])('inputs for AWS with the store $store are warned of $warnings times', ({ store, warnings }) => {
  const common: CommonInputs = {
    store,
    config: '',
    trainingId: undefined,
    githubToken: undefined,
    awsRegion: 'eu-central-1',
    roleToAssume: 'arn:aws:iam::123456789012:role/mlops',
    failOn: [],
    language: 'en'
  }
  expect(inertInputs(common)).toHaveLength(warnings)
})
