import { canonicalTrees } from './canonical-trees.js'
import { checkFittedModel } from './fitted-model-check.js'
import { transformedColumns, type FittedModel } from './fitted-model.js'
import { baseFirst } from './graph/base-first.js'
import { emitClassification, emitPrediction } from './graph/emit-output.js'
import { emitLinear, emitTrees, type Margin } from './graph/emit-predictor.js'
import { emitPreprocessing } from './graph/emit-preprocessing.js'
import { GraphBuilder, type Value } from './graph/graph-builder.js'
import { SIGNATURE_KEY } from './signature-metadata.js'

function emitPredictor(
  graph: GraphBuilder,
  columns: Value,
  { predictor, preprocessing }: FittedModel
): Margin {
  if (predictor.kind === 'linear') return emitLinear(graph, columns, predictor)
  return emitTrees(graph, columns, baseFirst(canonicalTrees(predictor, transformedColumns(preprocessing))))
}

/**
 * Writes a fitted model as an ONNX file that takes raw features (docs/model-format.md, "The ONNX file").
 * `metadata` is added to the signature. A model that contradicts itself is a `UserError` with code `model-unreadable`.
 */
export function writeOnnx(model: FittedModel, metadata: ReadonlyMap<string, string> = new Map()): Uint8Array {
  checkFittedModel(model)
  const graph = new GraphBuilder()
  const margin = emitPredictor(graph, emitPreprocessing(graph, model.preprocessing), model)
  const { classes } = model.signature
  if (classes === null) emitPrediction(graph, margin, model.link)
  else emitClassification(graph, margin, { link: model.link, classes })
  return graph.build(new Map([[SIGNATURE_KEY, JSON.stringify(model.signature)], ...metadata]))
}
