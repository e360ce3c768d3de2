import { join } from 'node:path'
import type { ModelManifest } from '../../../shared/src/domain/records/model-manifest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The manifest of the run's model; undefined when it was not written by the training kit. */
export async function readManifestOf(
  store: ObjectStore,
  trainingId: string,
  directory: string
): Promise<ModelManifest | undefined> {
  const path = join(directory, 'archive.tar.gz')
  await store.download(layout.modelArchive(trainingId), path)
  const { readModelArchive } = await import('../../../shared/src/onnx/model-archive.js')
  const archive = await readModelArchive(path)
  return archive.kind === 'kit' ? archive.manifest : undefined
}
