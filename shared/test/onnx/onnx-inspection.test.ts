import { describe, expect, test } from '@jest/globals'
import { inspectOnnx } from '../../src/onnx/onnx-inspection.js'
import { edited, zipMapModel } from '../adapters/onnx/user-models.js'
import { branchModel, firstOf, functionModel, productModel } from './quantize/zoo.js'

describe('inspectOnnx', () => {
  test('versions of the format and of the operator sets', () => {
    const { irVersion, opsets } = inspectOnnx(productModel())
    expect(irVersion).toBe(8)
    expect(opsets).toEqual(
      new Map([
        ['', 17],
        ['ai.onnx.ml', 3]
      ])
    )
  })

  test('the standard set goes by two names', () => {
    const model = edited(productModel(), ({ graph, opsetImport }) => {
      firstOf(opsetImport).domain = 'ai.onnx'
      firstOf(graph?.node ?? []).domain = 'ai.onnx'
    })
    expect(inspectOnnx(model)).toMatchObject({
      opsets: new Map([
        ['', 17],
        ['ai.onnx.ml', 3]
      ]),
      operators: new Map([['MatMul', 1]])
    })
  })

  test.each([
    { name: 'of other domains', model: zipMapModel(), operators: { 'ai.onnx.ml.ZipMap': 1 } },
    { name: 'in branches', model: branchModel('own'), operators: { MatMul: 3, If: 1, Add: 1 } },
    { name: 'in functions', model: functionModel(), operators: { 'mine.Dot': 1, MatMul: 1 } }
  ])('counts operators $name', ({ model, operators }) => {
    expect(Object.fromEntries(inspectOnnx(model).operators)).toEqual(operators)
  })
})
