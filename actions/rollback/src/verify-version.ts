import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requireRecord } from '../../../shared/src/action/record-store.js'
import { modelMetadata, type ModelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import type { RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { RollbackPorts } from './ports.js'

/**
 * Proves that all files of a version are those that were registered, by their digests, and gives their number. Another
 * file is a `UserError` `artifact-changed`, a missing one `store-object-missing` or `record-missing`.
 */
export async function verifyVersion(
  { store, temporaryDirectory }: RollbackPorts,
  modelId: string,
  entry: RegistryVersion
): Promise<number> {
  const place = (file: string) => layout.versionFile(modelId, entry.version, file)
  const metadata = await requireRecord(store, place('model_metadata.json'), {
    schema: modelMetadata,
    hint: 'The version is not whole and cannot be restored; name another one in `to`.'
  })
  if (!describes(metadata, modelId, entry)) throw changed(store.uri(place('model_metadata.json')))
  const directory = await mkdtemp(join(temporaryDirectory, 'mlops-rollback-'))
  try {
    for (const { path, sha256, size_bytes } of metadata.artifacts) {
      const found = await store.download(place(path), join(directory, 'artifact'))
      if (found.sha256 !== sha256 || found.sizeBytes !== size_bytes) throw changed(store.uri(place(path)))
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  return metadata.artifacts.length
}

/** Whether the metadata are those of the version that the registry names, with the archive it names. */
function describes(metadata: ModelMetadata, modelId: string, entry: RegistryVersion): boolean {
  const archive = metadata.artifacts.find(({ path }) => path === 'model.tar.gz')
  return (
    metadata.model_id === modelId &&
    metadata.version === entry.version &&
    metadata.training_id === entry.training_id &&
    archive?.sha256 === entry.sha256
  )
}

function changed(place: string): UserError {
  return new UserError('artifact-changed', `${place} is not what was registered`, {
    hint: 'Nothing was changed. Restore the file from a backup, or name another version in `to`.'
  })
}
