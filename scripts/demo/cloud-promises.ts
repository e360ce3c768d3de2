import { jobAccess, neededAccess } from '../../shared/testing/aws-server/iam/needed-access.js'
import {
  permits,
  type Access,
  type PermissionPolicy
} from '../../shared/testing/aws-server/iam/permission-policy.js'
import { cloudTrainings, type CloudTraining } from './cloud-trainings.js'
import type { DemoAccount } from './demo-account.js'
import { namesIn, readStored } from './store-files.js'

const TRAININGS = 3

/** What does not hold of the demo in the cloud; none when it ended as it should. */
export function cloudPromises(account: DemoAccount, store: string): string[] {
  const checks = [...jobChecks(account, cloudTrainings(store), store), ...callerChecks(account)]
  const broken = checks.filter(([, kept]) => !kept).map(([promise]) => promise)
  const { defects, violations } = account.cloud
  return [...broken, ...unpermitted(account), ...defects, ...violations]
}

type Check = readonly [promise: string, kept: boolean]

function jobChecks(
  { cloud, bucket }: DemoAccount,
  trainings: readonly CloudTraining[],
  store: string
): Check[] {
  const jobs = [...cloud.sagemaker.jobs.values()]
  const creations = cloud.calls.filter(({ operation }) => operation === 'CreateTrainingJob')
  const held = namesIn(store, 'leases/training-jobs').filter(
    slot => readStored(store, `leases/training-jobs/${slot}`)['holder'] !== null
  )
  return [
    [`${TRAININGS} runs are trained in SageMaker`, trainings.length === TRAININGS],
    ['each of them asks for one job, once', jobs.length === TRAININGS && creations.length === TRAININGS],
    ['no job is left running', jobs.every(job => job.status === 'Completed')],
    ['every run is billed what its job took', trainings.every(isBilledRight)],
    [
      'and less than was set aside',
      trainings.every(({ cost }) => (cost.billed_usd ?? Infinity) < cost.worst_case_usd)
    ],
    ['no place among the training jobs is held', held.length === 0],
    ['no upload is incomplete', cloud.s3.bucket(bucket).uploads.size === 0]
  ]
}

/** Price × instances × billed seconds, of which SageMaker is asked and not the store. */
function isBilledRight({ cost, billableSeconds }: CloudTraining): boolean {
  const expected = (cost.usd_per_hour * cost.instance_count * billableSeconds) / 3600
  return billableSeconds > 0 && Math.abs((cost.billed_usd ?? NaN) - expected) < 1e-9
}

function callerChecks({ cloud }: DemoAccount): Check[] {
  const cloudCalls = cloud.calls.filter(({ service }) => service === 'sagemaker' || service === 'logs')
  const isRole = (principal: string | undefined) =>
    principal?.includes(':assumed-role/mlops-workflow/') === true
  return [
    ['OIDC tokens were asked for', cloud.oidc.tokensIssued > 0],
    ['all is done by the role', cloudCalls.length > 0 && cloudCalls.every(call => isRole(call.principal))]
  ]
}

/** What was done and the policies of docs/aws do not allow. */
function unpermitted({ cloud, policies }: DemoAccount): string[] {
  const jobs = [...cloud.sagemaker.jobs.values()]
  const activity = { region: cloud.region, calls: cloud.calls, jobs }
  return [
    ...refused('workflow', policies.workflow.permissions, neededAccess(activity, 'mlops-workflow')),
    ...refused(
      'training',
      policies.training.permissions,
      jobs.flatMap(job => jobAccess(job, cloud.region))
    )
  ]
}

function refused(role: string, policy: PermissionPolicy, needed: readonly Access[]): string[] {
  const faults = needed.filter(access => !permits(policy, access))
  const texts = faults.map(
    ({ action, resource }) => `docs/aws/${role}-role-permissions.json does not allow ${action} on ${resource}`
  )
  return [...new Set(texts)]
}
