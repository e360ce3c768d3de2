import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { failureOf } from '../../src/adapters/aws/sdk-failure.js'
import { startAwsServer, type AwsServer } from '../../testing/aws-server/aws-server.js'
import type { AccessKey } from '../../testing/aws-server/sigv4/access-keys.js'

const Bucket = 'models'
const MIB = 1024 * 1024
let server: AwsServer
let client: S3Client
const clients: S3Client[] = []

function clientOf(credentials: AccessKey, more: { region?: string; endpoint?: string } = {}): S3Client {
  const options = {
    endpoint: server.url,
    region: server.region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1
  }
  const made = new S3Client({ ...options, ...more })
  clients.push(made)
  return made
}

beforeEach(async () => {
  server = await startAwsServer({ buckets: [Bucket] })
  client = clientOf(server.keys.issue())
})
afterEach(async () => {
  for (const made of clients.splice(0)) made.destroy()
  await server.close()
  expect(server.defects).toEqual([])
})

const put = (Key: string, Body: string | Uint8Array = Key, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Buffer.byteLength(Body), ...more }))
const textAt = async (Key: string, more: object = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }))
  return Body?.transformToString()
}
/** Name and status of the error a call ends with. */
const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: unknown) => {
      const { name, status = '' } = failureOf(error)
      return `${name} ${status}`
    }
  )

describe('signatures', () => {
  test.each([
    [
      'an unknown key',
      (key: AccessKey) => ({ ...key, accessKeyId: 'AKIAUNKNOWN' }),
      'InvalidAccessKeyId 403'
    ],
    [
      'a wrong secret',
      (key: AccessKey) => ({ ...key, secretAccessKey: 'wrong' }),
      'SignatureDoesNotMatch 403'
    ],
    ['a token nobody gave', (key: AccessKey) => ({ ...key, sessionToken: 'made up' }), 'InvalidToken 400']
  ])('%s is refused', async (_what, change, expected) => {
    const stranger = clientOf(change(server.keys.issue()))
    expect(await refusalOf(stranger.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })))).toBe(
      expected
    )
  })

  test('temporary keys end', async () => {
    const list = new ListObjectsV2Command({ Bucket })
    const [later, earlier] = [60_000, -1].map(ms =>
      server.keys.issue({ expiresAt: new Date(Date.now() + ms) })
    )
    if (later === undefined || earlier === undefined) throw new Error('no keys')
    expect(await refusalOf(clientOf(later).send(list))).toBe('none')
    expect(await refusalOf(clientOf(earlier).send(list))).toBe('ExpiredToken 400')
  })

  test('a request without one is refused', async () => {
    expect((await fetch(`${server.url}/${Bucket}/k`)).status).toBe(403)
  })

  test('keys with every character a path may have are signed alike on both sides', async () => {
    const key = "a b/ü+=&?#%25~!*'()@:,;$/é"
    await put(key, 'x', { Metadata: { note: 'two  spaces' } })
    expect(await textAt(key)).toBe('x')
  })

  test('a region that is not the one of the bucket is a redirect that names it', async () => {
    const elsewhere = clientOf(server.keys.issue(), { region: 'us-west-2' })
    const error: unknown = await elsewhere
      .send(new HeadObjectCommand({ Bucket, Key: 'k' }))
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 301 } })
    expect(error).toMatchObject({ $response: { headers: { 'x-amz-bucket-region': 'eu-central-1' } } })
  })
})

describe('what a body is declared to be', () => {
  const wrong = createHash('sha256').update('something else').digest('base64')

  test.each([
    { declared: { ChecksumSHA256: wrong }, expected: 'BadDigest 400' },
    { declared: { ChecksumCRC32: 'AAAAAA==' }, expected: 'BadDigest 400' },
    { declared: { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }, expected: 'BadDigest 400' },
    { declared: { ChecksumCRC32C: 'AAAAAA==' }, expected: 'NotImplemented 501' }
  ])('must be true: $declared', async ({ declared, expected }) => {
    expect(await refusalOf(put('k', 'content', declared))).toBe(expected)
    expect(server.s3.objects(Bucket)).toEqual([])
  })

  test.each(['CRC32', 'SHA1', 'SHA256'] as const)(
    'is checked in a streamed body with a trailing %s',
    async algorithm => {
      const pieces = Array.from({ length: 40 }, (_, index) => Buffer.alloc(10_000, index))
      const ContentLength = 400_000
      const Body = Readable.from(pieces)
      await client.send(
        new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength, ChecksumAlgorithm: algorithm })
      )
      const { Body: body } = await client.send(
        new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' })
      )
      expect(Buffer.concat(pieces).equals((await body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
      const call = server.calls[0]
      expect(call?.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    }
  )

  test('MD5 is the tag of what is not encrypted by KMS', async () => {
    const { ETag, ServerSideEncryption } = await put('k', 'hello')
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    expect(ServerSideEncryption).toBe('AES256')
    const encrypted = await put('k', 'hello', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'one' })
    expect(encrypted).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'one' })
    expect(encrypted.ETag).not.toBe(ETag)
  })
})

describe('conditions', () => {
  test('of a write', async () => {
    const { ETag } = await put('k', '1', { IfNoneMatch: '*' })
    expect(await refusalOf(put('k', '2', { IfNoneMatch: '*' }))).toBe('PreconditionFailed 412')
    expect(await refusalOf(put('k', '2', { IfMatch: '"wrong"' }))).toBe('PreconditionFailed 412')
    expect(await refusalOf(put('none', '2', { IfMatch: ETag }))).toBe('NoSuchKey 404')
    expect(await refusalOf(put('k', '2', { IfMatch: ETag }))).toBe('none')
  })

  test('let one of many racing writers through', async () => {
    const racers = Array.from({ length: 20 }, (_, index) =>
      refusalOf(put('k', `${index}`, { IfNoneMatch: '*' }))
    )
    const ends = await Promise.all(racers)
    expect(ends.filter(end => end === 'none')).toHaveLength(1)
    expect(ends.filter(end => end === 'PreconditionFailed 412')).toHaveLength(19)
  })

  test('of a read', async () => {
    const { ETag } = await put('k')
    const get = (more: object) => refusalOf(client.send(new GetObjectCommand({ Bucket, Key: 'k', ...more })))
    expect(await get({ IfMatch: ETag })).toBe('none')
    expect(await get({ IfMatch: '"wrong"' })).toBe('PreconditionFailed 412')
    expect(await get({ IfNoneMatch: ETag })).toMatch(/ 304$/)
  })
})

describe('ranges', () => {
  test.each([
    ['bytes=0-2', '012', 'bytes 0-2/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=x', '0123456789', undefined]
  ])('%s', async (Range, text, content) => {
    await put('k', '0123456789')
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }))
    expect(await got.Body?.transformToString()).toBe(text)
    expect(got.ContentRange).toBe(content)
  })

  test.each([
    ['0123456789', 'bytes=10-12'],
    ['', 'bytes=0-0']
  ])('of %j %s is not satisfiable', async (text, Range) => {
    await put('k', text)
    expect(await refusalOf(client.send(new GetObjectCommand({ Bucket, Key: 'k', Range })))).toBe(
      'InvalidRange 416'
    )
  })
})

describe('listings', () => {
  const page = (more: object) => client.send(new ListObjectsV2Command({ Bucket, ...more }))

  test('are in the order of bytes, by prefix and page', async () => {
    for (const key of ['a/é', 'a/Z', 'a/z', 'b', 'a/1']) await put(key)
    const first = await page({ Prefix: 'a/', MaxKeys: 3 })
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/Z', 'a/z'])
    expect(first.IsTruncated).toBe(true)
    const second = await page({ Prefix: 'a/', MaxKeys: 3, ContinuationToken: first.NextContinuationToken })
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['a/é'])
    expect(second.IsTruncated).toBe(false)
  })

  test('group by a delimiter, over pages', async () => {
    for (const key of ['a/1', 'a/2', 'b', 'c/1', 'c/2']) await put(key)
    const first = await page({ Delimiter: '/', MaxKeys: 2 })
    expect([first.CommonPrefixes, first.Contents?.map(({ Key }) => Key)]).toEqual([[{ Prefix: 'a/' }], ['b']])
    const second = await page({ Delimiter: '/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken })
    expect([second.CommonPrefixes, second.Contents]).toEqual([[{ Prefix: 'c/' }], undefined])
  })

  test('encode what XML cannot carry when they are asked to', async () => {
    await put('a\u0001 b+%')
    const { Contents = [] } = await page({ EncodingType: 'url' })
    expect(Contents.map(({ Key }) => Key)).toEqual(['a%01+b%2B%25'])
  })
})

describe('versions', () => {
  beforeEach(async () => {
    const VersioningConfiguration = { Status: 'Enabled' as const }
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  })

  test('are kept, hidden by a marker, and removed one by one', async () => {
    const first = await put('k', '1')
    const second = await put('k', '2')
    const removed = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
    expect(removed.DeleteMarker).toBe(true)
    expect(await refusalOf(textAt('k'))).toBe('NoSuchKey 404')
    expect(await textAt('k', { VersionId: first.VersionId })).toBe('1')
    expect(await refusalOf(textAt('k', { VersionId: removed.VersionId }))).toBe('MethodNotAllowed 405')
    const all = await client.send(new ListObjectVersionsCommand({ Bucket }))
    expect(all.Versions?.map(({ VersionId }) => VersionId)).toEqual([second.VersionId, first.VersionId])
    expect(all.DeleteMarkers?.map(({ IsLatest }) => IsLatest)).toEqual([true])
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: removed.VersionId }))
    expect(await textAt('k')).toBe('2')
  })

  test('a condition sees a removed object as absent', async () => {
    await put('k', '1')
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
    expect(await refusalOf(put('k', '2', { IfNoneMatch: '*' }))).toBe('none')
  })
})

describe('multipart uploads', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')
  const start = async () => {
    const command = new CreateMultipartUploadCommand({ Bucket, Key: 'k', ChecksumAlgorithm: 'SHA256' })
    return (await client.send(command)).UploadId
  }
  const part = async (UploadId: string | undefined, PartNumber: number, Body: Uint8Array) => {
    const ChecksumSHA256 = sha256(Body)
    const command = new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber, Body, ChecksumSHA256 })
    return { PartNumber, ChecksumSHA256, ETag: (await client.send(command)).ETag }
  }
  const complete = (UploadId: string | undefined, Parts: object[], more: object = {}) =>
    client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'k', UploadId, MultipartUpload: { Parts }, ...more })
    )

  test('make one object, with the checksum of checksums, that is read across its parts', async () => {
    const [one, two] = [Buffer.alloc(5 * MIB, 1), Buffer.alloc(1000, 2)]
    const id = await start()
    const parts = [await part(id, 1, one), await part(id, 2, two)]
    const listed = await client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId: id }))
    expect(listed.Parts?.map(({ Size }) => Size)).toEqual([5 * MIB, 1000])
    const { ETag, ChecksumSHA256 } = await complete(id, parts)
    const raw = [one, two].map(bytes => createHash('sha256').update(bytes).digest())
    expect(ChecksumSHA256).toBe(`${sha256(Buffer.concat(raw))}-2`)
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const Range = `bytes=${5 * MIB - 2}-${5 * MIB + 1}`
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }))
    expect([...((await Body?.transformToByteArray()) ?? [])]).toEqual([1, 1, 2, 2])
    expect(await refusalOf(complete(id, parts))).toBe('NoSuchUpload 404')
  })

  test('refuse small parts, wrong parts, wrong order and conditions that do not hold', async () => {
    const id = await start()
    const small = [await part(id, 1, Buffer.alloc(10)), await part(id, 2, Buffer.alloc(10))]
    expect(await refusalOf(complete(id, small))).toBe('EntityTooSmall 400')
    expect(await refusalOf(complete(id, small.toReversed()))).toBe('InvalidPartOrder 400')
    expect(await refusalOf(complete(id, [{ ...small[0], ETag: '"wrong"' }]))).toBe('InvalidPart 400')
    expect(await refusalOf(complete(id, [{ ...small[0], ChecksumSHA256: sha256(Buffer.alloc(1)) }]))).toBe(
      'InvalidPart 400'
    )
    await put('k', 'there')
    expect(await refusalOf(complete(id, small.slice(0, 1), { IfNoneMatch: '*' }))).toBe(
      'PreconditionFailed 412'
    )
  })
})

test('many objects are removed at once', async () => {
  for (const key of ['a', 'b', 'c']) await put(key)
  const Objects = ['a', 'b', 'none'].map(Key => ({ Key }))
  const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(Deleted).toHaveLength(3)
  expect(server.s3.objects(Bucket).map(({ key }) => key)).toEqual(['c'])
})

test.each([
  ['Bad_Name', 'InvalidBucketName 400'],
  ['models', 'BucketAlreadyOwnedByYou 409'],
  ['fresh', 'none']
])('a bucket named %s: %s', async (name, expected) => {
  const command = new CreateBucketCommand({ Bucket: name })
  expect(await refusalOf(client.send(command))).toBe(expected)
})

test('an operation it does not have is refused, not mistaken for another', async () => {
  await put('k')
  const key = server.keys.issue()
  const copy = new PutObjectCommand({ Bucket, Key: 'copy', Body: 'x' })
  copy.middlewareStack.add(
    next => args => {
      const request = args.request as { headers: Record<string, string> }
      request.headers['x-amz-copy-source'] = '/models/k'
      return next(args)
    },
    { step: 'build' }
  )
  expect(await refusalOf(clientOf(key).send(copy))).toBe('NotImplemented 501')
})
