import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { layout } from '../../domain/store/layout.js'
import { UserError } from '../../errors.js'
import type { ListedObject, ObjectStore } from '../../ports/object-store.js'
import { isTableName } from '../read-table.js'
import type { TableFile } from '../read-table.js'

export type Channel = 'train' | 'test'

/** The data files of a channel, downloaded. */
export interface FetchedChannel {
  /** In name order. */
  readonly files: readonly TableFile[]
  readonly sizeBytes: number
  /** Names beside the data files that were left alone: other kinds of files, files in subfolders. */
  readonly ignored: readonly string[]
}

export interface ChannelRequest {
  readonly datasetId: string
  readonly channel: Channel
  /** An existing or new folder of the caller's, one for each channel. */
  readonly directory: string
  /** More bytes than this are a `dataset-too-large`. */
  readonly maxBytes?: number
}

const DEFAULT_MAX_BYTES = 64e9

/** Downloads `datasets/<id>/<channel>/` from the store; a channel without data files is a `dataset-missing`. */
export async function fetchChannel(store: ObjectStore, request: ChannelRequest): Promise<FetchedChannel> {
  const { objects, ignored } = await listChannel(store, request)
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0)
  requireSize(store, request, sizeBytes)
  await mkdir(request.directory, { recursive: true })
  const files: TableFile[] = []
  for (const { key, name } of objects) {
    const path = join(request.directory, name)
    await store.download(key, path)
    files.push({ name, path })
  }
  return { files, sizeBytes, ignored }
}

interface ChannelObject extends ListedObject {
  readonly name: string
}

async function listChannel(store: ObjectStore, { datasetId, channel }: ChannelRequest) {
  const prefix = layout.dataset(datasetId, channel)
  const objects: ChannelObject[] = []
  const ignored: string[] = []
  for await (const object of store.list(prefix)) {
    const name = object.key.slice(prefix.length)
    // Names become local file names: only plain ones, whatever a store may list.
    if (isTableName(name) && /^[^/\\.][^/\\]*$/.test(name)) objects.push({ ...object, name })
    else ignored.push(name)
  }
  if (objects.length === 0) throw noData(store.uri(prefix.slice(0, -1)), ignored)
  objects.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { objects, ignored }
}

function noData(place: string, ignored: readonly string[]): UserError {
  const message =
    ignored.length === 0
      ? `${place} holds no data file`
      : `${place} holds no data file (only ${ignored.slice(0, 5).join(', ')})`
  return new UserError('dataset-missing', message, {
    hint: 'Put .csv, .csv.gz or .parquet files directly into this folder, and check dataset_id and the input "store".'
  })
}

function requireSize(store: ObjectStore, request: ChannelRequest, sizeBytes: number): void {
  const most = request.maxBytes ?? DEFAULT_MAX_BYTES
  if (sizeBytes <= most) return
  const place = store.uri(layout.dataset(request.datasetId, request.channel).slice(0, -1))
  throw new UserError('dataset-too-large', `${place} holds ${sizeBytes} bytes; at most ${most} are fetched`, {
    hint: 'Use backend: sagemaker, which reads the data where it lies, or a sample.'
  })
}
