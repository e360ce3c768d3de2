import { edgeManifest, type EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { readAtMost } from './read-at-most.js'

/** More than any manifest needs. */
export const MOST_MANIFEST_BYTES = 4 * 1024 * 1024

/** What the manifests under `edge/<model_id>/` show of earlier releases, for when releases.json is lost. */
export interface PublishedManifests {
  /** The highest counter; 0 when no manifest can be read. */
  readonly counter: number
  /** Whether the release of that counter names a key. */
  readonly signed: boolean
}

/** Reads every manifest of a model; damaged ones, which no device accepts, are passed over. */
export async function publishedManifests(store: ObjectStore, modelId: string): Promise<PublishedManifests> {
  let latest: EdgeManifest | undefined
  for await (const { key } of store.list(layout.edge(modelId))) {
    if (!key.endsWith('/manifest.json')) continue
    const manifest = await readManifest(store, key)
    if (manifest !== undefined && manifest.counter > (latest?.counter ?? 0)) latest = manifest
  }
  return { counter: latest?.counter ?? 0, signed: latest !== undefined && latest.key_id !== null }
}

async function readManifest(store: ObjectStore, key: string): Promise<EdgeManifest | undefined> {
  const bytes = await readAtMost(store, key, MOST_MANIFEST_BYTES)
  if (bytes === undefined) return undefined
  try {
    const parsed = edgeManifest.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
