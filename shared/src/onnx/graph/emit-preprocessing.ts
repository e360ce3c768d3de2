import type { CategoricalFeature, NumericPreprocessing, Preprocessing } from '../fitted-model.js'
import { int, ints, texts } from './attributes.js'
import { elementType } from './element-type.js'
import type { GraphBuilder, Value } from './graph-builder.js'

/** Compares first and selects after, because what Min and Max do with a NaN differs between runtimes. */
function replaceWhere(
  graph: GraphBuilder,
  condition: Value,
  [replacement, otherwise]: [Value, Value]
): Value {
  return graph.operator('Where', { inputs: [condition, replacement, otherwise] })
}

function fillMissing(graph: GraphBuilder, x: Value, fill: Float32Array): Value {
  if (fill.every(Number.isNaN)) return x
  const missing = graph.operator('IsNaN', { inputs: [x] })
  return replaceWhere(graph, missing, [graph.float32(fill), x])
}

function clip(graph: GraphBuilder, x: Value, bound: { opType: 'Less' | 'Greater'; at: Float32Array }): Value {
  if (!bound.at.some(Number.isFinite)) return x
  const limit = graph.float32(bound.at)
  const beyond = graph.operator(bound.opType, { inputs: [x, limit] })
  return replaceWhere(graph, beyond, [limit, x])
}

function shiftAndScale(graph: GraphBuilder, x: Value, { center, scale }: NumericPreprocessing): Value {
  const shifted = center.every(value => value === 0)
    ? x
    : graph.operator('Sub', { inputs: [x, graph.float32(center)] })
  if (scale.every(value => value === 1)) return shifted
  return graph.operator('Div', { inputs: [shifted, graph.float32(scale)] })
}

function emitNumeric(graph: GraphBuilder, numeric: NumericPreprocessing): Value {
  const raw = graph.input('features', elementType.float32, [null, numeric.names.length])
  const filled = fillMissing(graph, raw, numeric.fill)
  const raised = clip(graph, filled, { opType: 'Less', at: numeric.lower })
  const clipped = clip(graph, raised, { opType: 'Greater', at: numeric.upper })
  return shiftAndScale(graph, clipped, numeric)
}

/** The code of each text as int64 [N, 1], −1 = unknown. */
function categoryCodes(graph: GraphBuilder, column: Value, { categories }: CategoricalFeature): Value {
  return graph.mlOperator('LabelEncoder', {
    inputs: [column],
    attributes: [
      texts('keys_strings', categories),
      ints('values_int64s', Int32Array.from(categories.keys())),
      int('default_int64', -1)
    ]
  })
}

function emitCategory(
  graph: GraphBuilder,
  codes: Value,
  { feature, encode }: { feature: CategoricalFeature; encode: Preprocessing['encode'] }
): Value {
  const places = feature.categories.map((_, place) => place)
  const encoded =
    encode === 'ordinal' ? codes : graph.operator('Equal', { inputs: [codes, graph.int64(places)] })
  return graph.operator('Cast', { inputs: [encoded], attributes: [int('to', elementType.float32)] })
}

function emitCategorical(graph: GraphBuilder, { categorical, encode }: Preprocessing): Value[] {
  if (categorical.length === 0) return []
  const all = graph.input('categorical_features', elementType.string, [null, categorical.length])
  return categorical.map((feature, place) => {
    const column = graph.operator('Gather', {
      inputs: [all, graph.int64([place])],
      attributes: [int('axis', 1)]
    })
    return emitCategory(graph, categoryCodes(graph, column, feature), { feature, encode })
  })
}

/** Adds the inputs of the file and returns the transformed columns, float32 [N, M]. */
export function emitPreprocessing(graph: GraphBuilder, preprocessing: Preprocessing): Value {
  const numeric = preprocessing.numeric.names.length > 0 ? [emitNumeric(graph, preprocessing.numeric)] : []
  const parts = [...numeric, ...emitCategorical(graph, preprocessing)]
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return graph.operator('Concat', { inputs: parts, attributes: [int('axis', 1)] })
}
