import type { Runner } from '../../ports/runner.js'
import { RenewedCredentials } from './credentials/renewed-credentials.js'
import type { TemporaryCredentials } from './credentials/temporary-credentials.js'

/** How the suite reaches AWS; what is undefined is left to the SDK's own search. */
export interface AwsAccess {
  readonly region: string | undefined
  readonly credentials: AwsCredentialProvider | undefined
}

/** Keys for the SDK's clients. `memoized` keeps the SDK from holding them longer than they are meant to be. */
export type AwsCredentialProvider = (() => Promise<TemporaryCredentials>) & { readonly memoized: true }

export interface AwsInputs {
  readonly awsRegion: string | undefined
  readonly roleToAssume: string | undefined
}

/**
 * Access as the inputs say: with a role, keys that are fetched with the first request by the job's OIDC token, renewed
 * before they expire, masked in the log and given to no other process; without, the SDK's default chain.
 */
export function openAwsAccess({ awsRegion, roleToAssume }: AwsInputs, runner: Runner): AwsAccess {
  if (roleToAssume === undefined) return { region: awsRegion, credentials: undefined }
  const renewed = new RenewedCredentials(() => obtain(roleToAssume, awsRegion, runner), {
    now: () => new Date()
  })
  const credentials = Object.assign(() => renewed.current(), { memoized: true as const })
  return { region: awsRegion, credentials }
}

async function obtain(
  roleArn: string,
  region: string | undefined,
  runner: Runner
): Promise<TemporaryCredentials> {
  const { mintOidcToken } = await import('./credentials/oidc-token.js')
  const { assumeRole } = await import('./credentials/assume-role.js')
  const token = await mintOidcToken(runner, audienceOf(roleArn))
  const sessionName = `mlops-${runner.variable('GITHUB_RUN_ID') ?? 'run'}`
    .replace(/[^\w=,.@-]/g, '-')
    .slice(0, 64)
  const credentials = await assumeRole({ roleArn, sessionName, region, token })
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId]) {
    runner.mask(secret)
  }
  return credentials
}

/** China's partition has an audience of its own. */
function audienceOf(roleArn: string): string {
  return roleArn.startsWith('arn:aws-cn:') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'
}
