import type { ModelManifest } from '../../../shared/src/domain/records/model-manifest.js'
import type { ModelContract } from '../../../shared/src/domain/registry/next-version.js'
import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'
import { sha256Hex } from '../../../shared/src/domain/request/sha256.js'
import type { RunRecords } from './run-records.js'

/** What decides how the version counts up: what callers see, and how the model was made. */
export function modelContractOf(
  { request, training, evaluation }: RunRecords,
  manifest: ModelManifest | undefined
): ModelContract {
  return {
    task: manifest?.task ?? evaluation?.task ?? request.request.task ?? 'classification',
    target: training.dataset.target,
    features: manifest?.features.map(feature => feature.name) ?? training.dataset.features,
    classes: manifest?.classes ?? null,
    algorithm: training.algorithm,
    // The requested ones: defaults that a newer library changes are not a change of the request.
    hyperparameters_sha256: sha256Hex(canonicalJson(request.request.hyperparameters ?? {})),
    preprocessing_sha256: sha256Hex(canonicalJson(request.request.preprocessing ?? {}))
  }
}
