import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { S3ObjectStore } from '../../shared/src/adapters/aws/s3/s3-object-store.js'
import type { TrainingCloud } from '../../shared/testing/aws-server/training-cloud.js'
import type { RepositoryFiles } from '../../shared/testing/github-server/github-server.js'
import { cloudPromises } from './cloud-promises.js'
import { cloudChapters } from './cloud-report.js'
import { openDemoAccount } from './demo-account.js'
import type { DemoStage } from './stage.js'
import { cloudPolicy } from './texts.js'

const STORED = '.mlops/'

/**
 * Training in SageMaker with the store in S3, on the AWS test server, set up as docs/aws-quick-start.md sets it up. The
 * actions find it by AWS_ENDPOINT_URL and wait a tenth of what they would wait for AWS.
 */
export async function openCloudStage(projectRoot: string, python: string): Promise<DemoStage> {
  const account = await openDemoAccount(projectRoot, python)
  const { cloud, bucket, policies } = account
  const workflowRole = cloud.roles.put('mlops-workflow', { trustPolicy: policies.workflow.trust })
  const trainingRole = cloud.roles.put('mlops-training', { trustPolicy: policies.training.trust })
  const location = `s3://${bucket}/mlops`
  const store = new S3ObjectStore(location, {
    region: cloud.region,
    endpoint: cloud.url,
    credentials: cloud.keys.issue()
  })
  return {
    workflows: 'workflows-examples/sagemaker',
    policy: cloudPolicy(trainingRole),
    session: {
      environment: {
        AWS_ENDPOINT_URL: cloud.url,
        NODE_OPTIONS: `--require "${join(projectRoot, 'shared/testing/faster-time.cjs')}"`,
        PAUSE_DIVISOR: '10'
      },
      variables: { MLOPS_STORE: location, MLOPS_ROLE: workflowRole, AWS_REGION: cloud.region },
      oidc: oidcEndpoint(cloud)
    },
    deliver: files => upload(store, files),
    keepStore: (_, directory) => download(store, directory),
    report: directory => cloudChapters(account, directory),
    brokenPromises: directory => cloudPromises(account, directory),
    without: 'an AWS account: all of it on the AWS test server of this project',
    close: () => cloud.close()
  }
}

function oidcEndpoint({ oidc }: TrainingCloud) {
  return {
    requestUrl: oidc.environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '',
    requestToken: oidc.environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''
  }
}

/** Puts the data sets into the bucket, as `aws s3 cp` would; the other files are the repository's. */
async function upload(store: S3ObjectStore, files: RepositoryFiles): Promise<RepositoryFiles> {
  const entries = Object.entries(files)
  for (const [path, content] of entries) {
    if (path.startsWith(STORED)) await store.write(path.slice(STORED.length), Buffer.from(content))
  }
  return Object.fromEntries(entries.filter(([path]) => !path.startsWith(STORED)))
}

async function download(store: S3ObjectStore, directory: string): Promise<void> {
  for await (const { key } of store.list('')) {
    const path = join(directory, key)
    await mkdir(dirname(path), { recursive: true })
    await store.download(key, path)
  }
}
