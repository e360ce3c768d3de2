import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PermissionPolicy } from './aws-server/iam/permission-policy.js'
import type { TrustPolicy } from './aws-server/sts/trust-policy.js'

/** What stands in the place of the capitals in the files of `docs/aws`. */
export interface PolicyNames {
  readonly accountId: string
  readonly region: string
  readonly bucket: string
  /** `sub` of the repository's tokens. */
  readonly githubSubject: string
}

export interface RolePolicies {
  readonly trust: TrustPolicy
  readonly permissions: PermissionPolicy
}

/** The policies of the AWS quick start, filled in as its commands fill them in. */
export function shippedPolicies(
  projectRoot: string,
  names: PolicyNames
): { readonly workflow: RolePolicies; readonly training: RolePolicies } {
  const read = (file: string): unknown =>
    JSON.parse(filled(readFileSync(join(projectRoot, 'docs/aws', `${file}.json`), 'utf8'), names))
  const role = (name: string) => ({
    trust: read(`${name}-role-trust`) as TrustPolicy,
    permissions: read(`${name}-role-permissions`) as PermissionPolicy
  })
  return { workflow: role('workflow'), training: role('training') }
}

function filled(text: string, { accountId, region, bucket, githubSubject }: PolicyNames): string {
  return text
    .replaceAll('ACCOUNT_ID', accountId)
    .replaceAll('REGION', region)
    .replaceAll('BUCKET', bucket)
    .replaceAll('GITHUB_SUBJECT', githubSubject)
}
