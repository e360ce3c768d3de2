import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { S3ObjectStore, type S3StoreOptions } from '../../../../src/adapters/aws/s3/s3-object-store.js'
import { S3World } from './s3-world.js'

/** Something that speaks S3, for the contract of the store. */
export interface S3Backend {
  readonly name: string
  /** A store of its own prefix; `close` removes what is in it. */
  open(): Promise<{ store: S3ObjectStore; close: () => Promise<void> }>
  stop(): void
}

const python = process.env['MLOPS_PYTHON'] ?? '/usr/bin/python3'

/** The test server always; moto when Python has it; AWS itself when MLOPS_TEST_S3 names an `s3://bucket/prefix`. */
export async function s3Backends(): Promise<{ backends: readonly S3Backend[]; summary: string }> {
  const place = process.env['MLOPS_TEST_S3'] ?? ''
  const moto = await startMoto()
  const real = place === '' ? undefined : realBackend(place)
  return {
    backends: [testServerBackend(), moto, real].flatMap(backend => backend ?? []),
    summary: [
      'test server: ran',
      moto === undefined ? 'moto: not installed' : 'moto: ran',
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

async function startMoto(): Promise<S3Backend | undefined> {
  if (spawnSync(python, ['-c', 'import moto.server']).status !== 0) return undefined
  const port = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-p', String(port)], { stdio: 'ignore' })
  const options: S3StoreOptions = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' }
  }
  await createBucket(options)
  return { name: 'S3 on moto', open: async () => fresh('s3://contract', options), stop: () => child.kill() }
}

async function createBucket({ endpoint, region, credentials }: S3StoreOptions): Promise<void> {
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    forcePathStyle: true,
    // moto takes a moment to listen.
    maxAttempts: 12
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

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
