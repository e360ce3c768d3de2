import { join } from 'node:path'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { fetchChannel } from '../../../shared/src/tables/dataset/fetch-channel.js'
import { workspaceFiles } from '../../../shared/src/tables/dataset/workspace-files.js'
import type { TableFile } from '../../../shared/src/tables/read-table.js'

/** Where test data is looked for. */
export interface TestDataSource {
  readonly store: ObjectStore
  readonly datasetId: string
  readonly workspace: string
  readonly temporaryDirectory: string
}

/** The files of the `test` channel, or those the `test-data` input names in the workspace. */
export async function findTestFiles(
  input: string | undefined,
  source: TestDataSource
): Promise<readonly TableFile[]> {
  if (input !== undefined) return workspaceFiles(input, source.workspace)
  const { store, datasetId, temporaryDirectory } = source
  const fetched = await fetchChannel(store, {
    datasetId,
    channel: 'test',
    directory: join(temporaryDirectory, 'test')
  })
  return fetched.files
}
