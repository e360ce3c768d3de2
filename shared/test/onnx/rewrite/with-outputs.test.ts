import { describe, expect, test } from '@jest/globals'
import { withOutputs } from '../../../src/onnx/rewrite/with-outputs.js'
import { dotModel, edited } from '../../adapters/onnx/user-models.js'
import { modelError } from '../model-error.js'
import { layersOf, mlpModel } from '../mlp.js'

function outputsOf(bytes: Uint8Array): string[] {
  const names: string[] = []
  edited(bytes, ({ graph }) => {
    for (const { name } of graph?.output ?? []) names.push(name)
  })
  return names
}

describe('withOutputs', () => {
  const model = mlpModel(layersOf([2, 3, 1]))

  test('tensors from inside join the outputs, each once', () => {
    expect(outputsOf(withOutputs(model, ['relu_5', 'add_4', 'relu_5']))).toEqual(['y', 'relu_5', 'add_4'])
  })

  test('outputs stay what they are', () => {
    expect(withOutputs(model, ['y'])).toEqual(model)
  })

  test('the rest stays byte for byte', () => {
    const back = edited(withOutputs(model, ['x', 'relu_5']), ({ graph }) => graph?.output.splice(1))
    expect(back).toEqual(model)
  })

  test.each(['nope', '', '__proto__'])('a tensor that is not there: %p', name => {
    expect(() => withOutputs(model, [name])).toThrow(
      modelError('model-unsupported', `it has no tensor '${name}'`)
    )
  })

  test('no ONNX file', () => {
    expect(() => withOutputs(dotModel().subarray(0, 60), [])).toThrow(
      modelError('model-unreadable', 'not a readable ONNX file')
    )
  })
})
