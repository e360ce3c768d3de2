import type { FoundVersion } from './find-version.js'

/**
 * Metadata properties that an exported ONNX file has besides its signature (`mlops.manifest`: task, features in order
 * with kinds, classes) and `mlops.training_id`.
 */
export function exportMetadata({ modelId, entry, metadata }: FoundVersion): ReadonlyMap<string, string> {
  const properties: [string, string | null][] = [
    ['mlops.model_id', modelId],
    ['mlops.version', entry.version],
    ['mlops.training_id', entry.training_id],
    ['mlops.request_sha256', metadata.request_sha256],
    ['mlops.dataset_sha256', metadata.dataset.sha256],
    ['mlops.archive_sha256', entry.sha256]
  ]
  return new Map(properties.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])))
}

/** Property that says which variant a file is. */
export const VARIANT_KEY = 'mlops.variant'
