import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectStore } from '../../../../src/ports/object-store.js'
import { cutBody, meanwhile, refusal, slowDown } from '../../../../testing/aws-server/http/failures.js'
import { delayed, droppedConnection } from '../../../../testing/failure-plan.js'
import { codeOf } from '../../../../testing/code-of.js'
import { S3World } from './s3-world.js'

const MIB = 1024 * 1024
// The smallest parts S3 takes.
const partBytes = 5 * MIB
const KEY = 'runs/a/output/model.tar.gz'

let world: S3World
beforeEach(async () => {
  world = await S3World.open()
})
afterEach(async () => {
  expect(await world.close()).toEqual([])
})

function fileOf(size: number): {
  path: string
  content: Buffer
  digest: { sizeBytes: number; sha256: string }
} {
  const content = randomBytes(size)
  const path = join(world.directory, `source-${size}.bin`)
  writeFileSync(path, content)
  return {
    path,
    content,
    digest: { sizeBytes: size, sha256: createHash('sha256').update(content).digest('hex') }
  }
}

const target = () => join(world.directory, 'received.bin')
/** What a transfer leaves beside the sources: nothing but what it brought. */
const received = () => readdirSync(world.directory).filter(name => !name.startsWith('source-'))
const openUploads = () => world.server.s3.bucket('models').uploads.size

async function upAndDown(store: ObjectStore, size: number): Promise<void> {
  const { path, content, digest } = fileOf(size)
  expect(await store.upload(path, KEY)).toEqual(digest)
  expect(await store.download(KEY, target())).toEqual(digest)
  expect(content.equals(readFileSync(target()))).toBe(true)
  expect(received()).toEqual(['received.bin'])
  expect(openUploads()).toBe(0)
}

describe('a file up and down', () => {
  test.each([
    { size: 0, parts: 0 },
    { size: 1, parts: 0 },
    { size: partBytes, parts: 0 },
    { size: partBytes + 1, parts: 2 },
    { size: 3 * partBytes, parts: 3 },
    { size: 3 * partBytes + 12345, parts: 4 }
  ])('of $size bytes in $parts parts is the same file', async ({ size, parts }) => {
    await upAndDown(world.store({ partBytes }), size)
    expect(world.operations(/UploadPart/)).toHaveLength(parts)
  })

  test('in parts of the default size, encrypted with a key, with its SHA-256 as metadata', async () => {
    const { path, digest } = fileOf(20 * MIB)
    const store = world.store({ kmsKeyId: 'alias/mlops' })
    await store.upload(path, KEY)
    expect(await store.download(KEY, target())).toEqual(digest)
    const head = await world.client().send(new HeadObjectCommand({ Bucket: 'models', Key: `team/a/${KEY}` }))
    expect(head).toMatchObject({ SSEKMSKeyId: 'alias/mlops', Metadata: { 'mlops-sha256': digest.sha256 } })
    expect(world.operations(/UploadPart/)).toHaveLength(3)
  })

  test('comes through a bad network', async () => {
    const { failures } = world.server
    failures.add(/UploadPart/, droppedConnection('request'), 1)
    failures.add(/UploadPart/, droppedConnection('handling'), 1)
    failures.add(/UploadPart/, slowDown(), 2)
    failures.add(/CreateMultipartUpload/, slowDown(), 1)
    failures.add(/GetObject/, cutBody(100_000), 2)
    failures.add(/GetObject/, droppedConnection('request'), 1)
    failures.add(/GetObject/, slowDown(), 1)
    await upAndDown(world.store({ partBytes }), 4 * partBytes)
  })
})

describe('an upload', () => {
  test('is whole even if the answer to its completion is lost', async () => {
    world.server.failures.add(/CompleteMultipartUpload/, droppedConnection('handling'))
    await upAndDown(world.store({ partBytes }), 2 * partBytes)
    expect(world.operations(/CompleteMultipartUpload/)).toHaveLength(2)
  })

  test('is completed again when S3 fails with status 200', async () => {
    world.server.failures.add(
      /CompleteMultipartUpload/,
      refusal('InternalError', 200, 'We encountered an error.')
    )
    await upAndDown(world.store({ partBytes }), 2 * partBytes)
  })

  test.each([
    { when: 'a part is refused', call: /UploadPart/, failure: refusal('AccessDenied', 403) },
    { when: 'the completion is refused', call: /CompleteMultipart/, failure: refusal('AccessDenied', 403) }
  ])('that fails because $when leaves neither parts nor an object', async ({ call, failure }) => {
    world.server.failures.add(call, failure)
    const { path } = fileOf(4 * partBytes)
    expect(await codeOf(world.store({ partBytes }).upload(path, KEY))).toBe('store-access-denied')
    expect(openUploads()).toBe(0)
    expect(await world.store().read(KEY)).toBeUndefined()
  })

  test('notices that the file grows meanwhile', async () => {
    const { path } = fileOf(3 * partBytes)
    world.server.failures.add(
      /UploadPart/,
      meanwhile(() => appendFileSync(path, 'more'))
    )
    expect(await codeOf(world.store({ partBytes }).upload(path, KEY))).toBe('upload-source-changed')
    expect(openUploads()).toBe(0)
  })

  test('notices that the file is written over meanwhile', async () => {
    const { path } = fileOf(3 * partBytes)
    world.server.failures.add(
      /CreateMultipartUpload/,
      meanwhile(() => writeFileSync(path, randomBytes(3 * partBytes)))
    )
    expect(await codeOf(world.store({ partBytes }).upload(path, KEY))).toBe('upload-source-changed')
    expect(await world.store().read(KEY)).toBeUndefined()
  })

  test('that is cancelled ends, and leaves no parts', async () => {
    const cancelling = new AbortController()
    const { path } = fileOf(4 * partBytes)
    world.server.failures.add(
      /UploadPart/,
      meanwhile(() => cancelling.abort())
    )
    const store = world.store({ partBytes, cancelled: cancelling.signal })
    expect(await codeOf(store.upload(path, KEY))).toBe('store-cancelled')
    expect(openUploads()).toBe(0)
    // A cancelled run can still say so.
    expect((await store.write('runs/a/training.json', new Uint8Array(1))).written).toBe(true)
  })
})

describe('a download', () => {
  const put = async (size: number) => {
    const file = fileOf(size)
    await world.store({ partBytes }).upload(file.path, KEY)
    return file
  }

  test('of an object that is replaced meanwhile is all of the new one', async () => {
    await put(4 * partBytes)
    const later = fileOf(4 * partBytes + 1)
    world.server.failures.add(/GetObject/, delayed(0))
    world.server.failures.add(
      /GetObject/,
      meanwhile(async () => {
        await world.store({ partBytes }).upload(later.path, KEY)
      })
    )
    expect(await world.store({ partBytes }).download(KEY, target())).toEqual(later.digest)
    expect(later.content.equals(readFileSync(target()))).toBe(true)
  })

  test.each(['replaced', 'removed'])(
    'in a bucket with versions, of an object that is %s, is all of the old one',
    async what => {
      world.server.s3.bucket('models').versioning = 'Enabled'
      const earlier = await put(4 * partBytes)
      const change = async () => {
        if (what === 'removed') await world.store().remove(KEY)
        else await world.store().write(KEY, new Uint8Array(7))
      }
      world.server.failures.add(/GetObject/, delayed(0))
      world.server.failures.add(/GetObject/, meanwhile(change))
      expect(await world.store({ partBytes }).download(KEY, target())).toEqual(earlier.digest)
      expect(earlier.content.equals(readFileSync(target()))).toBe(true)
    }
  )

  test('that is not what was uploaded is refused, and no file appears', async () => {
    await put(100)
    const [version] = world.server.s3.objects('models')
    if (version === undefined) throw new Error('nothing was uploaded')
    const headers = new Map([...version.headers, ['x-amz-meta-mlops-sha256', '0'.repeat(64)]])
    world.server.s3.add('models', { ...version, headers })
    expect(await codeOf(world.store().download(KEY, target()))).toBe('store-object-corrupt')
    expect(received()).toEqual([])
  })

  test('that is cancelled leaves no file', async () => {
    await put(4 * partBytes)
    const cancelling = new AbortController()
    world.server.failures.add(/GetObject/, delayed(0))
    world.server.failures.add(
      /GetObject/,
      meanwhile(() => cancelling.abort())
    )
    const store = world.store({ partBytes, cancelled: cancelling.signal })
    expect(await codeOf(store.download(KEY, target()))).toBe('store-cancelled')
    expect(received()).toEqual([])
  })

  test('that breaks off again and again ends with a failure that may pass', async () => {
    await put(100_000)
    world.server.failures.add(/GetObject/, cutBody(10), 100)
    await expect(world.store().download(KEY, target())).rejects.toMatchObject({
      code: 'store-unreachable',
      retryable: true
    })
    expect(received()).toEqual([])
  })
})
