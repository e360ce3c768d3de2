import { join } from 'node:path'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { RunRecords } from './run-records.js'

/** A file of a run's model on this machine. */
export interface ModelFile {
  readonly name: string
  readonly path: string
}

/**
 * Downloads the archive, which must still be the one that was trained, and the ONNX file, which must be the one that was
 * measured: anything else is a `UserError` `artifact-changed`. A run judged by a file of predictions has no ONNX file.
 */
export async function fetchModelFiles(
  store: ObjectStore,
  { training, evaluation }: RunRecords,
  directory: string
): Promise<readonly [archive: ModelFile, ...more: ModelFile[]]> {
  const fetch = async (key: string, name: string, expected: { sha256: string; was: string }) => {
    const path = join(directory, name)
    const { sha256 } = await store.download(key, path)
    if (sha256 !== expected.sha256) throw changed(store.uri(key), expected.was)
    return { name, path }
  }
  const trained = { sha256: training.model_artifact?.sha256 ?? '', was: 'trained' }
  const archive = await fetch(layout.modelArchive(training.training_id), 'model.tar.gz', trained)
  const measured = evaluation?.model.sha256 ?? null
  if (measured === null) return [archive]
  const onnx = { sha256: measured, was: 'measured' }
  return [archive, await fetch(layout.runModel(training.training_id), 'model.onnx', onnx)]
}

function changed(place: string, was: string): UserError {
  return new UserError('artifact-changed', `${place} is not the model that was ${was}`, {
    hint: 'Train again: a model that changed after training or evaluation is never registered.'
  })
}
