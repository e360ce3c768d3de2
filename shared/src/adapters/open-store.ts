import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../errors.js'
import type { ObjectStore } from '../ports/object-store.js'
import type { Runner } from '../ports/runner.js'
import type { AwsAccess, AwsInputs } from './aws/aws-access.js'
import { DirectoryObjectStore } from './files/directory-object-store.js'
import { ephemeralStoreWarning } from './files/ephemeral-store.js'

const SCHEME = /^([a-z0-9+.-]+):/i

/** The inputs that say where the store is and how it is reached. */
export interface StoreInputs extends AwsInputs {
  readonly store: string
}

/**
 * The store that the input `store` names. Relative directories lie in the workspace; of one that dies with the job is
 * warned. For `s3://bucket/prefix` the SDK is loaded; `access` is made from the inputs unless the caller has it already.
 */
export async function openStore(
  inputs: StoreInputs,
  workspace: string,
  runner: Runner,
  access?: AwsAccess
): Promise<ObjectStore> {
  const { store } = inputs
  const scheme = SCHEME.exec(store)?.[1]?.toLowerCase()
  if (scheme === 's3') return openS3Store(inputs, runner, access)
  if (scheme !== undefined) throw unsupported(store)
  const warning = ephemeralStoreWarning(store, workspace, runner)
  if (warning !== undefined) runner.annotate({ level: 'warning', title: 'ephemeral-store', message: warning })
  return new DirectoryObjectStore(store, resolve(workspace, store))
}

/** Whether the store that the input names is there already; of anything but a directory that is taken for granted. */
export function storeExists({ store }: Pick<StoreInputs, 'store'>, workspace: string): boolean {
  return SCHEME.test(store) || existsSync(resolve(workspace, store))
}

async function openS3Store(
  inputs: StoreInputs,
  runner: Runner,
  access: AwsAccess | undefined
): Promise<ObjectStore> {
  const { parseS3Location } = await import('./aws/s3/s3-location.js')
  // A wrong location is said before the SDK is loaded.
  parseS3Location(inputs.store)
  const { openAwsAccess } = await import('./aws/aws-access.js')
  const { S3ObjectStore } = await import('./aws/s3/s3-object-store.js')
  return new S3ObjectStore(inputs.store, {
    ...(access ?? openAwsAccess(inputs, runner)),
    kmsKeyId: runner.variable('MLOPS_S3_KMS_KEY_ID'),
    cancelled: runner.cancelled
  })
}

function unsupported(store: string): UserError {
  return new UserError(
    'store-unsupported',
    `the store "${store.slice(0, 100)}" cannot be opened by this release`,
    {
      hint: 'Use a directory, such as .mlops, or s3://bucket/prefix; git: stores are not available yet.'
    }
  )
}
