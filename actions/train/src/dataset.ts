import { join } from 'node:path'
import type { DatasetDescription } from '../../../shared/src/domain/records/dataset.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { fetchChannel } from '../../../shared/src/tables/dataset/fetch-channel.js'
import { readDatasetDescription } from '../../../shared/src/tables/dataset/read-description.js'
import { toCsvDirectory } from './csv-directory.js'

/** The train channel on this machine, as the kit reads it. */
export interface PreparedDataset {
  readonly description: DatasetDescription
  readonly trainDirectory: string
  /** Over the files as they lie in the store. */
  readonly sha256: string
}

/** Fetches `datasets/<id>/train/` into `directory`; Parquet is handed to the kit as CSV. */
export async function prepareDataset(
  store: ObjectStore,
  datasetId: string,
  directory: string
): Promise<PreparedDataset> {
  const description = await readDatasetDescription(store, datasetId)
  const fetched = join(directory, 'fetched')
  const { files } = await fetchChannel(store, { datasetId, channel: 'train', directory: fetched })
  const sha256 = await datasetDigest(files)
  return {
    description,
    trainDirectory: await toCsvDirectory(files, fetched, join(directory, 'train')),
    sha256
  }
}
