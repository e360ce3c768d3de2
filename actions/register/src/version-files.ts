import { recordBytes } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { FileDigest, ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { ModelFile } from './model-files.js'
import { RESERVATION_FILE } from './reserve-version.js'

export interface Artifact {
  readonly path: string
  readonly sha256: string
  readonly size_bytes: number
}

/** Where a version's files go to. */
export interface VersionCopy {
  readonly store: ObjectStore
  readonly modelId: string
  readonly version: string
}

const artifact = (path: string, digest: FileDigest): Artifact => ({
  path,
  sha256: digest.sha256,
  size_bytes: digest.sizeBytes
})

/** Copies the model's files of a run into its version. */
export async function copyModelFiles(
  copy: VersionCopy,
  files: readonly ModelFile[]
): Promise<readonly Artifact[]> {
  const artifacts: Artifact[] = []
  for (const { name, path } of files) {
    const key = layout.versionFile(copy.modelId, copy.version, name)
    artifacts.push(artifact(name, await copy.store.upload(path, key)))
  }
  return artifacts
}

/** Writes a file of the version. */
export async function writeVersionBytes(copy: VersionCopy, file: string, bytes: Uint8Array): Promise<void> {
  await copy.store.write(layout.versionFile(copy.modelId, copy.version, file), bytes)
}

/** Writes a record of the version. */
export async function writeVersionRecord(copy: VersionCopy, file: string, value: unknown): Promise<void> {
  await writeVersionBytes(copy, file, recordBytes(value))
}

/** Writes a text of the version. */
export async function writeVersionText(copy: VersionCopy, file: string, text: string): Promise<void> {
  await writeVersionBytes(copy, file, new TextEncoder().encode(text))
}

/**
 * Removes the files of versions the registry no longer names. Their reservations stay: a run that read the registry long
 * ago must not be given a number a second time.
 */
export async function removeVersionFiles(
  store: ObjectStore,
  modelId: string,
  versions: readonly string[]
): Promise<void> {
  for (const version of versions) {
    const keys: string[] = []
    for await (const object of store.list(layout.version(modelId, version))) keys.push(object.key)
    const reservation = layout.versionFile(modelId, version, RESERVATION_FILE)
    for (const key of keys) if (key !== reservation) await store.remove(key)
  }
}
