import { createHash } from 'node:crypto'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { edgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { edgeReleases, type EdgeRelease } from '../../../shared/src/domain/records/edge-releases.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Release } from './outcome.js'

/** The release devices have now; undefined before the first. */
export async function currentRelease(store: ObjectStore, modelId: string): Promise<EdgeRelease | undefined> {
  return (await readRecord(store, layout.edgeReleases(modelId), edgeReleases))?.value.current ?? undefined
}

/** The same model, exported with the same settings. */
export interface SameExport {
  readonly modelId: string
  readonly version: string
  readonly sourceSha256: string
  readonly settingsSha256: string
  readonly now: Date
}

/** The current release when it is this export, whole in the store and not expired; else undefined. */
export async function standingRelease(
  store: ObjectStore,
  current: EdgeRelease | undefined,
  wanted: SameExport
): Promise<Release | undefined> {
  const same =
    current?.version === wanted.version &&
    current.source_sha256 === wanted.sourceSha256 &&
    current.settings_sha256 === wanted.settingsSha256
  return same ? readRelease(store, current, wanted) : undefined
}

async function readRelease(
  store: ObjectStore,
  current: EdgeRelease,
  { modelId, version, now }: SameExport
): Promise<Release | undefined> {
  const key = (file: string) => layout.edgeFile(modelId, version, file)
  const object = await store.read(key('manifest.json'))
  if (object === undefined || sha256Of(object.bytes) !== current.manifest_sha256) return undefined
  // Its digest is the recorded one, so it is what this suite wrote; another release may have written other fields.
  const parsed = edgeManifest.safeParse(JSON.parse(new TextDecoder().decode(object.bytes)))
  if (!parsed.success || Date.parse(parsed.data.expires_at) <= now.getTime()) return undefined
  const manifest = parsed.data
  if (manifest.key_id !== null && (await store.read(key('manifest.sig'))) === undefined) return undefined
  for (const file of manifest.files) {
    const found = await readAtMost(store, key(file.path), file.size_bytes)
    if (found === undefined || sha256Of(found) !== file.sha256) return undefined
  }
  return { manifest, onnxUri: store.uri(key('model.onnx')), manifestUri: store.uri(key('manifest.json')) }
}

/** The bytes of an object; undefined when there is none, or a larger one. */
async function readAtMost(
  store: ObjectStore,
  key: string,
  sizeBytes: number
): Promise<Uint8Array | undefined> {
  try {
    return (await store.read(key, sizeBytes))?.bytes
  } catch (error) {
    if (error instanceof UserError && error.code === 'store-object-too-large') return undefined
    throw error
  }
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
