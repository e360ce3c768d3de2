import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { S3ObjectStore, type S3StoreOptions } from '../../../../src/adapters/aws/s3/s3-object-store.js'
import { startMoto, type Moto } from '../../../../testing/moto.js'
import { S3World } from './s3-world.js'

/** Something that speaks S3, for the contract of the store. */
export interface S3Backend {
  readonly name: string
  /** A store of its own prefix; `close` removes what is in it. */
  open(): Promise<{ store: S3ObjectStore; close: () => Promise<void> }>
  stop(): void
}

/**
 * The test server always; moto when a Python has it; AWS itself when MLOPS_TEST_S3 names an `s3://bucket/prefix`. Of what
 * the contract demands moto does everything; it checks no digests and no signatures, and no race of it ends in a 409.
 */
export async function s3Backends(): Promise<{ backends: readonly S3Backend[]; summary: string }> {
  const place = process.env['MLOPS_TEST_S3'] ?? ''
  const moto = await startMoto()
  const other = moto === undefined ? undefined : await motoBackend(moto)
  const real = place === '' ? undefined : realBackend(place)
  return {
    backends: [testServerBackend(), other, real].flatMap(backend => backend ?? []),
    summary: [
      'test server: ran',
      moto === undefined ? 'moto: no Python here has it' : `moto ${moto.version}: ran`,
      real === undefined ? 'AWS: not asked for (MLOPS_TEST_S3=s3://bucket/prefix)' : `AWS: ran at ${place}`
    ].join('; ')
  }
}

function testServerBackend(): S3Backend {
  const open = async () => {
    const world = await S3World.open()
    const close = async () => {
      const defects = await world.close()
      if (defects.length > 0) throw new Error(defects.join('\n'))
    }
    return { store: world.store(), close }
  }
  return { name: 'S3 on the test server', open, stop: () => undefined }
}

function realBackend(place: string): S3Backend {
  return {
    name: `S3 at ${place}`,
    open: async () => fresh(place.replace(/\/$/, ''), {}),
    stop: () => undefined
  }
}

async function motoBackend({ endpoint, stop }: Moto): Promise<S3Backend> {
  const options: S3StoreOptions = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' }
  }
  await createBucket(options)
  return { name: 'S3 on moto', open: async () => fresh('s3://contract', options), stop }
}

async function createBucket({ endpoint, region, credentials }: S3StoreOptions): Promise<void> {
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    forcePathStyle: true
  })
  await client.send(new CreateBucketCommand({ Bucket: 'contract' }))
  client.destroy()
}

function fresh(place: string, options: S3StoreOptions) {
  const store = new S3ObjectStore(`${place}/contract-${randomBytes(6).toString('hex')}`, options)
  const close = async () => {
    for await (const { key } of store.list('')) await store.remove(key)
    store.close()
  }
  return { store, close }
}
