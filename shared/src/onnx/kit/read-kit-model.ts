import { signatureOf, type ModelManifest } from '../../domain/records/model-manifest.js'
import {
  transformedColumns,
  type CategoricalFeature,
  type FittedModel,
  type LinearModel,
  type NumericPreprocessing,
  type Preprocessing,
  type TreeEnsemble
} from '../fitted-model.js'
import type { SafeTensor } from '../safetensors.js'
import { float32Values, float64Values, int32Values, uint8Values } from '../tensor-values.js'

type Tensors = ReadonlyMap<string, SafeTensor>
type TreesEntry = Extract<ModelManifest['model'], { kind: 'trees' }>

function readNumeric(manifest: ModelManifest, tensors: Tensors): NumericPreprocessing {
  const names = manifest.features.filter(({ kind }) => kind === 'numeric').map(({ name }) => name)
  const values = (name: string): Float32Array => float32Values(tensors, `numeric.${name}`, [names.length])
  return {
    names,
    fill: values('fill'),
    lower: values('lower'),
    upper: values('upper'),
    center: values('center'),
    scale: values('scale')
  }
}

function readPreprocessing(manifest: ModelManifest, tensors: Tensors): Preprocessing {
  const categorical = manifest.features.flatMap((feature): CategoricalFeature[] =>
    feature.kind === 'categorical' ? [{ name: feature.name, categories: feature.categories }] : []
  )
  return { numeric: readNumeric(manifest, tensors), categorical, encode: manifest.preprocessing.encode }
}

function readTrees(entry: TreesEntry, tensors: Tensors): TreeEnsemble {
  const offset = int32Values(tensors, 'tree.offset', [null])
  const feature = int32Values(tensors, 'tree.feature', [null])
  const nodes = feature.length
  const onePerTree = tensors.has('tree.output')
  const leafWidth = onePerTree ? 1 : entry.base.length
  return {
    kind: 'trees',
    compare: entry.compare,
    aggregate: entry.aggregate,
    base: Float32Array.from(entry.base),
    offset,
    feature,
    left: int32Values(tensors, 'tree.left', [nodes]),
    right: int32Values(tensors, 'tree.right', [nodes]),
    threshold: float32Values(tensors, 'tree.threshold', [nodes]),
    defaultLeft: uint8Values(tensors, 'tree.default_left', [nodes]),
    leaf: float32Values(tensors, 'tree.leaf', [null, leafWidth]),
    leafWidth,
    ...(onePerTree ? { treeOutput: int32Values(tensors, 'tree.output', [offset.length - 1]) } : {})
  }
}

function readLinear(columns: number, tensors: Tensors): LinearModel {
  const intercept = float64Values(tensors, 'linear.intercept', [null])
  const coefficient = float64Values(tensors, 'linear.coefficient', [intercept.length, columns])
  return { kind: 'linear', columns, coefficient, intercept }
}

/**
 * The model in a manifest and its arrays (docs/model-format.md).
 * Missing tensors and wrong types or shapes are `UserError`s with code `model-unreadable`.
 */
export function readKitModel(manifest: ModelManifest, tensors: Tensors): FittedModel {
  const preprocessing = readPreprocessing(manifest, tensors)
  const { model } = manifest
  return {
    signature: signatureOf(manifest),
    preprocessing,
    predictor:
      model.kind === 'trees'
        ? readTrees(model, tensors)
        : readLinear(transformedColumns(preprocessing), tensors),
    link: model.link
  }
}
