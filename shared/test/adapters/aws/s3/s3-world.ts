import { S3Client } from '@aws-sdk/client-s3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3ObjectStore, type S3StoreOptions } from '../../../../src/adapters/aws/s3/s3-object-store.js'
import {
  startAwsServer,
  type AwsServer,
  type AwsServerOptions
} from '../../../../testing/aws-server/aws-server.js'

/** An AWS with a bucket, stores on it, and a directory for files. */
export class S3World {
  readonly server: AwsServer
  readonly directory: string
  readonly #stores: S3ObjectStore[] = []
  readonly #clients: S3Client[] = []

  private constructor(server: AwsServer, directory: string) {
    this.server = server
    this.directory = directory
  }

  static async open(options: AwsServerOptions = {}): Promise<S3World> {
    const server = await startAwsServer({ buckets: ['models'], ...options })
    return new S3World(server, await mkdtemp(join(tmpdir(), 's3-world-')))
  }

  async close(): Promise<readonly string[]> {
    for (const store of this.#stores) store.close()
    for (const client of this.#clients) client.destroy()
    await this.server.close()
    await rm(this.directory, { recursive: true, force: true })
    return this.server.defects
  }

  /** A store of its own client, as in a job of its own. */
  store(options: Partial<S3StoreOptions> = {}, location = 's3://models/team/a'): S3ObjectStore {
    const store = new S3ObjectStore(location, { ...this.clientOptions(), ...options })
    this.#stores.push(store)
    return store
  }

  /** The SDK's own client, to look at what the store left. */
  client(): S3Client {
    const client = new S3Client({ ...this.clientOptions(), forcePathStyle: true })
    this.#clients.push(client)
    return client
  }

  clientOptions() {
    const { url: endpoint, region, keys } = this.server
    return { endpoint, region, credentials: keys.issue() }
  }

  /** Names of the S3 operations that were called, in order. */
  operations(pattern = /./): string[] {
    return this.server.calls.map(call => call.operation).filter(name => pattern.test(name))
  }
}
