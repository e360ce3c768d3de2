import { S3ObjectStore } from '../../shared/src/adapters/aws/s3/s3-object-store.js'
import {
  startTrainingCloud,
  type TrainingCloud,
  type TrainingCloudOptions
} from '../../shared/testing/aws-server/training-cloud.js'
import { csvOf, smallRows } from './small-dataset.js'

/** How a job comes by its credentials: what it sets as inputs and has in its environment. */
export interface JobAccess {
  readonly inputs: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

const BUCKET = 'models'

/** An AWS account with a bucket whose store holds the data set `small`, and a role for the jobs of acme/models. */
export class S3Account {
  readonly cloud: TrainingCloud
  readonly location: string
  readonly store: S3ObjectStore
  private readonly roleArn: string

  private constructor(cloud: TrainingCloud, prefix: string) {
    const { region, url: endpoint } = cloud
    this.cloud = cloud
    this.location = `s3://${BUCKET}/${prefix}`
    this.store = new S3ObjectStore(this.location, { region, endpoint, credentials: cloud.keys.issue() })
    this.roleArn = cloud.roles.putWorkflowRole('mlops', 'repo:acme/models:ref:refs/heads/main')
  }

  static async open(prefix = 'team', options: TrainingCloudOptions = {}): Promise<S3Account> {
    const identity = { repository: 'acme/models' }
    const cloud = await startTrainingCloud({ ...options, buckets: [BUCKET], identity })
    const account = new S3Account(cloud, prefix)
    for (const channel of ['train', 'test'] as const)
      await account.put(`datasets/small/${channel}/rows.csv`, csvOf(smallRows(channel)))
    return account
  }

  async put(key: string, content: string | Uint8Array): Promise<void> {
    await this.store.write(key, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }

  async record(key: string): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode((await this.store.read(key))?.bytes)) as unknown
  }

  async keys(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of this.store.list(prefix)) keys.push(key)
    return keys
  }

  /** A job with `id-token: write` and the input role-to-assume. */
  byRole(): JobAccess {
    return {
      inputs: { store: this.location, 'aws-region': this.cloud.region, 'role-to-assume': this.roleArn },
      environment: { ...this.endpoint(), ...this.cloud.oidc.environment }
    }
  }

  /** A job in which an earlier step has put keys into the environment. */
  byEnvironment(keys: { expiresAt?: Date } = {}): JobAccess {
    const { accessKeyId, secretAccessKey, sessionToken } = this.cloud.keys.issue(keys)
    return {
      inputs: { store: this.location },
      environment: {
        ...this.endpoint(),
        AWS_REGION: this.cloud.region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken })
      }
    }
  }

  /** A job that has neither. */
  withNothing(): JobAccess {
    return {
      inputs: { store: this.location },
      environment: { ...this.endpoint(), AWS_REGION: this.cloud.region }
    }
  }

  /** Ends the servers; what AWS would not have understood or allowed. */
  async close(): Promise<readonly string[]> {
    this.store.close()
    await this.cloud.close()
    return [...this.cloud.violations, ...this.cloud.defects]
  }

  /** Of this machine's own settings the SDK sees none. */
  private endpoint(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.cloud.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent'
    }
  }
}
