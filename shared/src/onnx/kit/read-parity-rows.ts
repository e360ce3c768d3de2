import type { ModelManifest } from '../../domain/records/model-manifest.js'
import { unreadable } from '../model-errors.js'
import type { ParityRows } from '../parity.js'
import type { SafeTensor } from '../safetensors.js'
import { float32Values, float64Values } from '../tensor-values.js'

function categoricalCells(manifest: ModelManifest, features: number): string[] {
  const { rows, categorical = [] } = manifest.parity ?? { rows: 0 }
  if (features === 0) return []
  if (categorical.length !== rows || categorical.some(row => row.length !== features))
    throw unreadable(`manifest.json: parity.categorical is not ${rows} rows of ${features} texts`)
  return categorical.flat()
}

/** The rows a kit model brings with the library's own scores, or undefined when it brings none. */
export function readParityRows(
  manifest: ModelManifest,
  tensors: ReadonlyMap<string, SafeTensor>
): ParityRows | undefined {
  const rows = manifest.parity?.rows ?? 0
  if (rows === 0) return undefined
  const names = (kind: string): string[] =>
    manifest.features.filter(feature => feature.kind === kind).map(({ name }) => name)
  const numericNames = names('numeric')
  const categoricalNames = names('categorical')
  const outputs = manifest.classes?.length ?? 1
  const features = {
    rows,
    numericNames,
    numeric: float32Values(tensors, 'parity.numeric', [rows, numericNames.length]),
    categoricalNames,
    categorical: categoricalCells(manifest, categoricalNames.length)
  }
  const expected = float64Values(tensors, 'parity.expected', [rows, outputs])
  if (!expected.every(Number.isFinite))
    throw unreadable("model.safetensors: tensor 'parity.expected' holds a value that is not finite")
  return { features, outputs, expected, classes: manifest.classes }
}
