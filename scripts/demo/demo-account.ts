import { ACCOUNT } from '../../shared/testing/aws-server/sts/roles.js'
import { startTrainingCloud, type TrainingCloud } from '../../shared/testing/aws-server/training-cloud.js'
import { shippedPolicies } from '../../shared/testing/shipped-policies.js'

const BUCKET = 'acme-models'
const REPOSITORY = 'acme/models'

/** The demo's account in the cloud, and what may be done in it. */
export interface DemoAccount {
  readonly cloud: TrainingCloud
  readonly bucket: string
  /** `sub` of the tokens of the repository's jobs. */
  readonly subject: string
  readonly policies: ReturnType<typeof shippedPolicies>
}

/** Starts the AWS test server as that account. */
export async function openDemoAccount(projectRoot: string, python: string): Promise<DemoAccount> {
  const identity = { repository: REPOSITORY, immutableSubject: true }
  const cloud = await startTrainingCloud({ buckets: [BUCKET], timeScale: 100, python, identity })
  const { controls } = cloud.sagemaker
  Object.assign(controls, { startingSeconds: 50, trainingSeconds: 60, uploadingSeconds: 10 })
  cloud.s3.bucket(BUCKET).versioning = 'Enabled'
  const { ownerId, repositoryId, ref } = cloud.oidc.identity
  const [owner = '', name = ''] = REPOSITORY.split('/')
  const subject = `repo:${owner}@${ownerId}/${name}@${repositoryId}:ref:${ref}`
  const names = { accountId: ACCOUNT, region: cloud.region, bucket: BUCKET, githubSubject: subject }
  return { cloud, bucket: BUCKET, subject, policies: shippedPolicies(projectRoot, names) }
}
