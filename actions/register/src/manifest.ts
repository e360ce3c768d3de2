import type { ModelManifest } from '../../../shared/src/domain/records/model-manifest.js'

/** The manifest in a model archive; undefined when it was not written by the training kit. */
export async function readManifestOf(archivePath: string): Promise<ModelManifest | undefined> {
  const { readModelArchive } = await import('../../../shared/src/onnx/model-archive.js')
  const archive = await readModelArchive(archivePath)
  return archive.kind === 'kit' ? archive.manifest : undefined
}
