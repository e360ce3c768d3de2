import { mkdir, mkdtemp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isS3Address, s3Address, type S3Address } from '../../../shared/src/domain/store/s3-address.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ListedObject, ObjectStore } from '../../../shared/src/ports/object-store.js'
import { workspaceFiles } from '../../../shared/src/tables/dataset/workspace-files.js'
import { isTableName, type TableFile } from '../../../shared/src/tables/read-table.js'

/** Where the data that inputs name may lie. */
export interface DataPlaces {
  readonly workspace: string
  /** Opens `s3://bucket` as a store. */
  openBucket(location: string): Promise<ObjectStore>
  /** For what is fetched; the caller removes it. */
  readonly directory: string
}

const FILE_NAME = /\.(?:csv|csv\.gz|parquet|json)$/i
const MOST_BYTES = 64e9

/** A file, or the data files of a folder, of the workspace or fetched from S3; nothing there is a `dataset-missing`. */
export async function dataFiles(path: string, places: DataPlaces): Promise<readonly TableFile[]> {
  if (!isS3Address(path)) return workspaceFiles(path, places.workspace)
  const address = s3Address(path)
  if (address === undefined) throw missing(path, [])
  const store = await places.openBucket(`s3://${address.bucket}`)
  const objects = await objectsAt(store, address, path)
  await mkdir(places.directory, { recursive: true })
  const directory = await mkdtemp(join(places.directory, 'data-'))
  const files: TableFile[] = []
  for (const { key } of objects) {
    const file = { name: basename(key), path: join(directory, basename(key)) }
    await store.download(key, file.path)
    files.push(file)
  }
  return files
}

async function objectsAt(store: ObjectStore, address: S3Address, path: string): Promise<ListedObject[]> {
  const { path: folder } = address
  // The object itself is asked for, so that a single file needs no permission to list.
  if (!address.isFolder && FILE_NAME.test(folder)) return [{ key: folder, sizeBytes: 0 }]
  const prefix = folder === '' ? '' : `${folder}/`
  const found: ListedObject[] = []
  const others: string[] = []
  for await (const object of store.list(prefix)) {
    const name = object.key.slice(prefix.length)
    if (!name.includes('/') && isTableName(name)) found.push(object)
    else if (others.length < 5) others.push(name)
  }
  if (found.length === 0) throw missing(path, others)
  const sizeBytes = found.reduce((sum, object) => sum + object.sizeBytes, 0)
  if (sizeBytes <= MOST_BYTES) return found
  throw new UserError(
    'dataset-too-large',
    `${path} holds ${sizeBytes} bytes; at most ${MOST_BYTES} are read`,
    {
      hint: 'Compare a sample, such as the files of one day.'
    }
  )
}

function missing(path: string, others: readonly string[]): UserError {
  const only = others.length === 0 ? '' : ` (only ${others.join(', ')})`
  return new UserError('dataset-missing', `"${path}" holds no data file${only}`, {
    hint: 'Name a .csv, .csv.gz or .parquet object, or a prefix with such objects directly below it.'
  })
}
