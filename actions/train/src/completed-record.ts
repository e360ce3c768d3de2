import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { readModelArchive } from '../../../shared/src/onnx/model-archive.js'
import type { PreparedDataset } from './dataset.js'

interface Completion {
  readonly draft: TrainingRecord
  readonly artifact: NonNullable<TrainingRecord['model_artifact']>
  readonly dataset: PreparedDataset
  readonly archivePath: string
}

/** The record of a completed training, with what the model archive says about itself. */
export async function completedRecord({
  draft,
  artifact,
  dataset,
  archivePath
}: Completion): Promise<TrainingRecord> {
  const archive = await readModelArchive(archivePath)
  const manifest = archive.kind === 'kit' ? archive.manifest : undefined
  return {
    ...draft,
    engine: manifest?.engine ?? {},
    metrics: archive.metrics ?? {},
    ...(manifest?.cross_validation != null && { cross_validation: manifest.cross_validation }),
    model_artifact: artifact,
    dataset: {
      ...draft.dataset,
      train_rows: manifest?.rows.train ?? null,
      sha256: dataset.sha256,
      features: manifest?.features.map(feature => feature.name) ?? draft.dataset.features,
      target: manifest?.target ?? draft.dataset.target
    },
    hyperparameters: { ...draft.hyperparameters, ...manifest?.hyperparameters }
  }
}
