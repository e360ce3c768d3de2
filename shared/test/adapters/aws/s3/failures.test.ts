import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SuiteError } from '../../../../src/errors.js'
import { refusal } from '../../../../testing/aws-server/http/failures.js'
import { codeOf } from '../../../../testing/code-of.js'
import { S3World } from './s3-world.js'

let world: S3World
beforeAll(async () => {
  world = await S3World.open()
})
afterAll(async () => {
  expect(await world.close()).toEqual([])
})

async function failureOf(work: Promise<unknown>): Promise<{ code: string; text: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown
  )
  if (!(error instanceof SuiteError)) throw error
  return { code: error.code, text: `${error.message} ${error.hint ?? ''}` }
}

describe('what S3 refuses is said in terms of what to do:', () => {
  test('a bucket that does not exist', async () => {
    const { code, text } = await failureOf(world.store({}, 's3://no-such-bucket/x').read('k'))
    expect(code).toBe('store-bucket-missing')
    expect(text).toContain('no-such-bucket')
  })

  test('a bucket in another region, which is named', async () => {
    const { code, text } = await failureOf(world.store({ region: 'us-west-2' }).write('k', new Uint8Array(1)))
    expect(code).toBe('store-region-wrong')
    expect(text).toContain('aws-region: eu-central-1')
  })

  test.each([
    { call: 'GetObject', action: 's3:GetObject', run: () => world.store().read('runs/a.json') },
    {
      call: 'PutObject',
      action: 's3:PutObject',
      run: () => world.store().write('runs/a.json', new Uint8Array(1))
    },
    { call: 'DeleteObject', action: 's3:DeleteObject', run: () => world.store().remove('runs/a.json') }
  ])('$action on one object', async ({ call, action, run }) => {
    world.server.failures.add(new RegExp(call), refusal('AccessDenied', 403, 'Access Denied'))
    const { code, text } = await failureOf(run())
    expect(code).toBe('store-access-denied')
    expect(text).toContain(`${action} on arn:aws:s3:::models/team/a/runs/a.json`)
  })

  test('s3:ListBucket on the bucket', async () => {
    world.server.failures.add(/ListObjectsV2/, refusal('AccessDenied', 403, 'Access Denied'))
    const all = async () => {
      for await (const object of world.store().list('runs/')) expect(object).toBeUndefined()
    }
    const { code, text } = await failureOf(all())
    expect(code).toBe('store-access-denied')
    expect(text).toContain('s3:ListBucket on arn:aws:s3:::models')
  })

  test('the permission on the key of the bucket', async () => {
    const message =
      'User: arn:aws:iam::1:role/r is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:eu-central-1:1:key/k'
    world.server.failures.add(/PutObject/, refusal('AccessDenied', 403, message))
    expect((await failureOf(world.store().write('k', new Uint8Array(1)))).text).toContain(
      'Allow the role kms:GenerateDataKey on the KMS key'
    )
  })

  test.each([
    { refused: refusal('ExpiredToken', 400, 'The provided token has expired.'), code: 'credentials-expired' },
    { refused: refusal('InvalidAccessKeyId', 403), code: 'credentials-invalid' },
    { refused: refusal('SignatureDoesNotMatch', 403), code: 'credentials-invalid' },
    { refused: refusal('KMS.NotFoundException', 400, 'Key does not exist'), code: 'store-key-unusable' },
    { refused: refusal('KMS.DisabledException', 400, 'Key is disabled'), code: 'store-key-unusable' },
    { refused: refusal('EntityTooLarge', 400), code: 'store-failed' }
  ])('$code for $refused.code', async ({ refused, code }) => {
    world.server.failures.add(/PutObject/, refused)
    expect(await codeOf(world.store().write('k', new Uint8Array(1)))).toBe(code)
  })

  test.each([
    { refused: refusal('SlowDown', 503), code: 'store-throttled' },
    { refused: refusal('InternalError', 500), code: 'store-unavailable' },
    { refused: refusal('ConditionalRequestConflict', 409), code: 'store-busy' }
  ])('$code, which may pass, when $refused.code does not end', async ({ refused, code }) => {
    world.server.failures.add(/PutObject .*forever/, refused, 100)
    const write = world.store({ maxAttempts: 2 }).write('forever', new Uint8Array(1), { absent: true })
    await expect(write).rejects.toMatchObject({ code, retryable: true })
    while (world.server.failures.take('s3:PutObject /forever') !== undefined);
  })

  test('keys that have expired', async () => {
    const credentials = world.server.keys.issue({ expiresAt: new Date(Date.now() - 1000) })
    expect(await codeOf(world.store({ credentials }).read('k'))).toBe('credentials-expired')
  })

  test('a clock that stays wrong', async () => {
    world.server.failures.add(/PutObject .*skewed/, refusal('RequestTimeTooSkewed', 403, 'Too large.'), 100)
    expect(await codeOf(world.store().write('skewed', new Uint8Array(1)))).toBe('clock-skewed')
    while (world.server.failures.take('s3:PutObject /models/team/a/skewed') !== undefined);
  })

  test('a server that is not there', async () => {
    const store = world.store({ endpoint: 'http://127.0.0.1:9', maxAttempts: 2 })
    await expect(store.read('k')).rejects.toMatchObject({ code: 'store-unreachable', retryable: true })
  })
})

test('a clock that is an hour off is put right', async () => {
  const ahead = await S3World.open({ now: () => new Date(Date.now() + 3_600_000) })
  const store = ahead.store()
  await store.write('k', Uint8Array.of(1, 2, 3))
  expect((await store.read('k'))?.bytes).toEqual(Uint8Array.of(1, 2, 3))
  expect(ahead.server.calls.map(({ status }) => status)).toEqual([403, 200, 200])
  expect(await ahead.close()).toEqual([])
})
