import { unsupported } from '../model-errors.js'
import { graphField, valueInfoField } from './onnx-fields.js'
import { viewModel, withGraph, type GraphPart } from './model-view.js'
import { fieldAround, joined } from './wire-fields.js'

const utf8 = new TextEncoder()

const outputNamed = (name: string): Uint8Array =>
  joined(fieldAround(graphField.output, fieldAround(valueInfoField.name, [utf8.encode(name)])))

function namesOf(part: GraphPart): readonly string[] {
  if (part.kind === 'node') return part.node.outputs
  if (part.kind === 'initializer') return [part.tensor.name]
  return part.kind === 'input' ? [part.name] : []
}

/**
 * The model with these tensors among its outputs, so that their values can be looked at; those that are outputs already stay.
 * A tensor the graph does not have is a `UserError` with code `model-unsupported`, no ONNX file `model-unreadable`.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const view = viewModel(model)
  const known = new Set(view.parts.flatMap(namesOf))
  const present = new Set(view.parts.flatMap(part => (part.kind === 'output' ? [part.name] : [])))
  const wanted = [...new Set(names)].filter(name => !present.has(name))
  const missing = wanted.find(name => !known.has(name) || name === '')
  if (missing !== undefined)
    throw unsupported(
      `model.onnx: it has no tensor '${missing.slice(0, 100)}'`,
      'ask for the tensors that calibration names for this very model'
    )
  return withGraph(view, [...view.parts.map(({ whole }) => whole), ...wanted.map(outputNamed)])
}
