import { resolve } from 'node:path'
import { UserError } from '../errors.js'
import type { ObjectStore } from '../ports/object-store.js'
import type { Runner } from '../ports/runner.js'
import { DirectoryObjectStore } from './files/directory-object-store.js'
import { ephemeralStoreWarning } from './files/ephemeral-store.js'

/** The store that the input `store` names; relative directories lie in the workspace. Warns of one that dies with the job. */
export function openStore(location: string, workspace: string, runner: Runner): ObjectStore {
  const scheme = /^([a-z0-9+.-]+):/i.exec(location)?.[1]
  if (scheme !== undefined) {
    throw new UserError(
      'store-unsupported',
      `the store "${location.slice(0, 100)}" cannot be opened by this release`,
      {
        hint: 'Use a directory, such as .mlops; s3:// and git: stores are not available yet.'
      }
    )
  }
  const warning = ephemeralStoreWarning(location, workspace, runner)
  if (warning !== undefined) runner.annotate({ level: 'warning', title: 'ephemeral-store', message: warning })
  return new DirectoryObjectStore(location, resolve(workspace, location))
}
