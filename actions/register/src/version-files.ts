import { join } from 'node:path'
import { recordBytes } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { FileDigest, ObjectStore } from '../../../shared/src/ports/object-store.js'

export interface Artifact {
  readonly path: string
  readonly sha256: string
  readonly size_bytes: number
}

/** Where a version's files come from and go to. */
export interface VersionCopy {
  readonly store: ObjectStore
  readonly trainingId: string
  readonly modelId: string
  readonly version: string
  readonly temporaryDirectory: string
}

const artifact = (path: string, digest: FileDigest): Artifact => ({
  path,
  sha256: digest.sha256,
  size_bytes: digest.sizeBytes
})

/** Copies the archive, which must still be the one that was trained, and the ONNX file that was measured. */
export async function copyModelFiles(
  copy: VersionCopy,
  expectedSha256: string
): Promise<readonly Artifact[]> {
  const archive = await copyFile(copy, layout.modelArchive(copy.trainingId), 'model.tar.gz')
  if (archive.sha256 !== expectedSha256) {
    throw new UserError(
      'artifact-changed',
      `${copy.store.uri(layout.modelArchive(copy.trainingId))} is not the archive that was trained`,
      {
        hint: 'Train again: a model that changed after training is never registered.'
      }
    )
  }
  const artifacts = [archive]
  if (await exists(copy.store, layout.runModel(copy.trainingId))) {
    artifacts.push(await copyFile(copy, layout.runModel(copy.trainingId), 'model.onnx'))
  }
  return artifacts
}

async function copyFile(copy: VersionCopy, from: string, file: string): Promise<Artifact> {
  const local = join(copy.temporaryDirectory, file)
  await copy.store.download(from, local)
  return artifact(file, await copy.store.upload(local, layout.versionFile(copy.modelId, copy.version, file)))
}

/** Writes a record of the version. */
export async function writeVersionRecord(copy: VersionCopy, file: string, value: unknown): Promise<void> {
  await copy.store.write(layout.versionFile(copy.modelId, copy.version, file), recordBytes(value))
}

/** Writes a text of the version. */
export async function writeVersionText(copy: VersionCopy, file: string, text: string): Promise<void> {
  await copy.store.write(layout.versionFile(copy.modelId, copy.version, file), new TextEncoder().encode(text))
}

async function exists(store: ObjectStore, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true
  return false
}

/** Removes all files of versions the registry no longer names. */
export async function removeVersionFiles(
  store: ObjectStore,
  modelId: string,
  versions: readonly string[]
): Promise<void> {
  for (const version of versions) {
    const keys: string[] = []
    for await (const object of store.list(layout.version(modelId, version))) keys.push(object.key)
    for (const key of keys) await store.remove(key)
  }
}
