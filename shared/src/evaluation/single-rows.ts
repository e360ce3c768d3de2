import type { LoadedModel, Scores } from '../ports/inference-runtime.js'
import type { FeatureMatrix } from '../tables/feature-matrix.js'

/** One row of a matrix as a matrix of its own. */
function singleRow(features: FeatureMatrix, row: number): FeatureMatrix {
  const [numbers, texts] = [features.numericNames.length, features.categoricalNames.length]
  return {
    ...features,
    rows: 1,
    numeric: features.numeric.subarray(row * numbers, (row + 1) * numbers),
    categorical: features.categorical.slice(row * texts, (row + 1) * texts)
  }
}

/** The first rows of a matrix, at most `most`, each as a matrix of its own. */
export function singleRows(features: FeatureMatrix, most: number): readonly FeatureMatrix[] {
  return Array.from({ length: Math.min(features.rows, most) }, (_, row) => singleRow(features, row))
}

/** Scores every row alone, as a device does: where a model adapts to the rows of a batch, that is another score. */
export async function scoreRowByRow(model: LoadedModel, features: FeatureMatrix): Promise<Scores> {
  let values = new Float32Array()
  let outputs = 1
  const labels: string[] = []
  for (let row = 0; row < features.rows; row++) {
    const scores = await model.score(singleRow(features, row))
    if (row === 0) {
      outputs = scores.outputs
      values = new Float32Array(features.rows * outputs)
    }
    values.set(scores.values, row * outputs)
    labels.push(...(scores.labels ?? []))
  }
  const labelled = features.rows > 0 && labels.length === features.rows
  return { rows: features.rows, outputs, values, ...(labelled && { labels }) }
}
