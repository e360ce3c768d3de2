import type { TrainingRecord } from '../domain/records/training.js'
import { readModelArchive } from '../onnx/model-archive.js'

interface Completion {
  readonly draft: TrainingRecord
  readonly artifact: NonNullable<TrainingRecord['model_artifact']>
  /** Over the training files as they lie in the store; null when only the training itself read them. */
  readonly datasetSha256: string | null
  readonly archivePath: string
}

/** The record of a completed training, with what the model archive says about itself. */
export async function completedRecord({
  draft,
  artifact,
  datasetSha256,
  archivePath
}: Completion): Promise<TrainingRecord> {
  const archive = await readModelArchive(archivePath)
  const manifest = archive.kind === 'kit' ? archive.manifest : undefined
  return {
    ...draft,
    engine: manifest?.engine ?? {},
    metrics: { ...draft.metrics, ...archive.metrics },
    ...(manifest?.cross_validation != null && { cross_validation: manifest.cross_validation }),
    model_artifact: artifact,
    dataset: {
      ...draft.dataset,
      train_rows: manifest?.rows.train ?? null,
      sha256: datasetSha256 ?? manifest?.dataset.sha256 ?? null,
      features: manifest?.features.map(feature => feature.name) ?? draft.dataset.features,
      target: manifest?.target ?? draft.dataset.target
    },
    hyperparameters: { ...draft.hyperparameters, ...manifest?.hyperparameters }
  }
}
