import { layout } from '../../../shared/src/domain/store/layout.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { FoundVersion } from './find-version.js'

const MAX_MODEL_BYTES = 512 * 1024 * 1024

/** SHA-256 that the version's metadata record for a file; undefined when the version has no such file. */
export function recordedDigest({ metadata }: FoundVersion, file: string): string | undefined {
  return metadata.artifacts.find(artifact => artifact.path === file)?.sha256
}

/** The registered ONNX file; other bytes than were registered are a `UserError` `artifact-changed`. */
export async function readRegisteredModel(
  store: ObjectStore,
  found: FoundVersion,
  expected: string
): Promise<Uint8Array> {
  const key = keyOf(found, 'model.onnx')
  const object = await store.read(key, MAX_MODEL_BYTES)
  if (object === undefined)
    throw new UserError('store-object-missing', `${store.uri(key)} does not exist`, {
      hint: 'Restore the file, or export another version.'
    })
  if (sha256Of(object.bytes) !== expected) throw changed(store.uri(key))
  return object.bytes
}

/** Downloads the registered archive to `path`; errors as for the ONNX file. */
export async function downloadArchive(store: ObjectStore, found: FoundVersion, path: string): Promise<void> {
  const key = keyOf(found, 'model.tar.gz')
  const { sha256 } = await store.download(key, path)
  if (sha256 !== found.entry.sha256) throw changed(store.uri(key))
}

const keyOf = ({ modelId, entry }: FoundVersion, file: string) =>
  layout.versionFile(modelId, entry.version, file)

function changed(place: string): UserError {
  return new UserError('artifact-changed', `${place} is not the file that was registered`, {
    hint: 'Restore it, or register the run again: a file that changed afterwards never reaches a device.'
  })
}
