import type { Link } from '../fitted-model.js'
import { int } from './attributes.js'
import { elementType } from './element-type.js'
import type { Margin } from './emit-predictor.js'
import type { GraphBuilder, Value } from './graph-builder.js'

function applyLink(graph: GraphBuilder, { value }: Margin, link: Link): Value {
  switch (link) {
    case 'identity':
      return value
    case 'logistic':
      return graph.operator('Sigmoid', { inputs: [value] })
    case 'softmax':
      return graph.operator('Softmax', { inputs: [value], attributes: [int('axis', 1)] })
    case 'exp':
      return graph.operator('Exp', { inputs: [value] })
  }
}

/** From the probability of the second class to those of both. */
function bothClasses(graph: GraphBuilder, second: Value, precision: Margin['precision']): Value {
  const one = precision === 'float32' ? graph.float32(Float32Array.of(1)) : graph.float64(Float64Array.of(1))
  const first = graph.operator('Sub', { inputs: [one, second] })
  return graph.operator('Concat', { inputs: [first, second], attributes: [int('axis', 1)] })
}

/** Casting float32 to itself is the identity, so one node names the output for both precisions. */
const float32Output = (graph: GraphBuilder, value: Value, output: Value): Value =>
  graph.operator('Cast', { inputs: [value], attributes: [int('to', elementType.float32)], output })

/** Output `prediction`, float32 [N, 1]. */
export function emitPrediction(graph: GraphBuilder, margin: Margin, link: Link): void {
  float32Output(graph, applyLink(graph, margin, link), 'prediction')
  graph.output('prediction', elementType.float32, [null, 1])
}

/** Outputs `label`, text [N], and `probabilities`, float32 [N, classes]; the first of equal probabilities wins. */
export function emitClassification(
  graph: GraphBuilder,
  margin: Margin,
  { link, classes }: { readonly link: Link; readonly classes: readonly string[] }
): void {
  const linked = applyLink(graph, margin, link)
  const all = link === 'logistic' ? bothClasses(graph, linked, margin.precision) : linked
  const probabilities = float32Output(graph, all, 'probabilities')
  const winner = graph.operator('ArgMax', {
    inputs: [probabilities],
    attributes: [int('axis', 1), int('keepdims', 0)]
  })
  graph.operator('Gather', { inputs: [graph.texts(classes), winner], output: 'label' })
  graph.output('label', elementType.string, [null])
  graph.output('probabilities', elementType.float32, [null, classes.length])
}
