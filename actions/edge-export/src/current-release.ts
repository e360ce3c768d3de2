import { readRecord } from '../../../shared/src/action/record-store.js'
import { edgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { edgeReleases, type EdgeRelease } from '../../../shared/src/domain/records/edge-releases.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Release } from './outcome.js'
import { MOST_MANIFEST_BYTES, publishedManifests } from './published-manifests.js'
import { readAtMost } from './read-at-most.js'
import type { Signing } from './signing.js'

const SIGNATURE_BYTES = 64

/** The release devices have now; undefined before the first. */
export async function currentRelease(store: ObjectStore, modelId: string): Promise<EdgeRelease | undefined> {
  return (await readRecord(store, layout.edgeReleases(modelId), edgeReleases))?.value.current ?? undefined
}

/** Whether what devices have now is signed; without releases.json, or an old one, the manifests tell. */
export async function isSigned(
  store: ObjectStore,
  modelId: string,
  current: EdgeRelease | undefined
): Promise<boolean> {
  if (current?.key_id !== undefined) return current.key_id !== null
  return (await publishedManifests(store, modelId)).signed
}

/** The same model, exported with the same settings. */
export interface SameExport {
  readonly modelId: string
  readonly version: string
  readonly sourceSha256: string
  readonly settingsSha256: string
  readonly signing: Signing
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
  { modelId, version, signing, now }: SameExport
): Promise<Release | undefined> {
  const key = (file: string) => layout.edgeFile(modelId, version, file)
  const bytes = await readAtMost(store, key('manifest.json'), MOST_MANIFEST_BYTES)
  if (bytes === undefined || sha256Of(bytes) !== current.manifest_sha256) return undefined
  // Its digest is the recorded one, so it is what this suite wrote; another release may have written other fields.
  const parsed = edgeManifest.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
  if (!parsed.success || Date.parse(parsed.data.expires_at) <= now.getTime()) return undefined
  const manifest = parsed.data
  const signature = await readAtMost(store, key('manifest.sig'), SIGNATURE_BYTES)
  if (!signing.confirms(bytes, signature)) return undefined
  for (const file of manifest.files) {
    const found = await readAtMost(store, key(file.path), file.size_bytes)
    if (found === undefined || sha256Of(found) !== file.sha256) return undefined
  }
  return { manifest, onnxUri: store.uri(key('model.onnx')), manifestUri: store.uri(key('manifest.json')) }
}
