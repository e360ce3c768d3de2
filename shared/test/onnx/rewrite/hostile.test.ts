import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SuiteError } from '../../../src/errors.js'
import { calibrationTensors } from '../../../src/onnx/quantize/calibration-tensors.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { quantizeStatic } from '../../../src/onnx/quantize/quantize-static.js'
import { withMetadata } from '../../../src/onnx/rewrite/with-metadata.js'
import { withOutputs } from '../../../src/onnx/rewrite/with-outputs.js'
import { fieldAround, joined } from '../../../src/onnx/rewrite/wire-fields.js'
import { modelError } from '../model-error.js'
import { branchModel, constantNodeModel, floatDataModel, sharedWeightsModel } from '../quantize/zoo.js'

const range = { min: -1, max: 1 }

const uses: readonly ((model: Uint8Array) => unknown)[] = [
  model => quantizeDynamic(model),
  model => quantizeStatic(model, new Map([['x', range]])),
  model => calibrationTensors(model),
  model => withOutputs(model, ['y']),
  model => withMetadata(model, new Map([['a', 'b']]))
]

/** Either a result or an error the user can do something about. */
function survives(model: Uint8Array): void {
  for (const use of uses)
    try {
      use(model)
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error
    }
}

const models = [branchModel('own'), constantNodeModel(), floatDataModel(), sharedWeightsModel()]

describe('damaged files', () => {
  test('bytes changed anywhere', () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(
        fc.nat(models.length - 1),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        (index, changes) => {
          const damaged = Uint8Array.from(models[index] ?? [])
          // Most of a model is weights: change what lies at its start more often.
          for (const [place, value] of changes)
            damaged[Math.floor(place * place * (damaged.length - 1))] = value
          survives(damaged)
        }
      ),
      { numRuns: 500 }
    )
  })

  test('cut anywhere', () => {
    for (const model of models)
      for (let length = 0; length < model.length; length += 7) survives(model.subarray(0, length))
  })
})

describe('hostile files', () => {
  const nested = (depth: number): Uint8Array => {
    let graph = new Uint8Array() as Uint8Array
    for (let level = 0; level < depth; level++)
      graph = joined(fieldAround(1, fieldAround(5, fieldAround(6, [graph]))))
    return joined(fieldAround(7, [graph]))
  }

  test('graphs within graphs within graphs', () => {
    expect(() => quantizeDynamic(nested(15))).not.toThrow()
    expect(() => quantizeDynamic(nested(5000))).toThrow(
      modelError('model-unreadable', 'not a readable ONNX file')
    )
  })

  test('two graphs', () => {
    const model = sharedWeightsModel()
    expect(() => quantizeDynamic(joined([model, ...fieldAround(7, [])]))).toThrow(
      modelError('model-unreadable', 'not a readable ONNX file')
    )
  })

  test('more parts than memory should be spent on', () => {
    // One node too many, each of two bytes.
    const graph = new Uint8Array(400_002).map((_, index) => (index % 2 === 0 ? 0x0a : 0))
    expect(() => quantizeDynamic(joined(fieldAround(7, [graph])))).toThrow(
      modelError('model-unsupported', 'more than 200000 parts')
    )
  })
})
