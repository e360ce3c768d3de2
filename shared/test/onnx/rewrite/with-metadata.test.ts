import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import { inspectOnnx } from '../../../src/onnx/onnx-inspection.js'
import { withMetadata } from '../../../src/onnx/rewrite/with-metadata.js'
import { fieldAround, joined } from '../../../src/onnx/rewrite/wire-fields.js'
import { dotModel } from '../../adapters/onnx/user-models.js'
import { modelError } from '../model-error.js'

const utf8 = new TextEncoder()

/** A field of the file that no version of the format has. */
const unknownField = joined(fieldAround(999, [utf8.encode('from the future')]))

describe('withMetadata', () => {
  test('adds after what is there', () => {
    const model = joined([unknownField, dotModel()])
    const bytes = withMetadata(model, new Map([['version', 'v1.0.0']]))
    expect(bytes.subarray(0, model.length)).toEqual(model)
    // Field 14 around field 1 'version' and field 2 'v1.0.0', by hand.
    const entry = joined([
      Uint8Array.of(14 * 8 + 2, 17, 8 + 2, 7),
      utf8.encode('version'),
      Uint8Array.of(2 * 8 + 2, 6),
      utf8.encode('v1.0.0')
    ])
    expect(bytes.subarray(model.length)).toEqual(entry)
  })

  test('replaces a key wherever it is, and keeps the others', () => {
    const first = withMetadata(
      dotModel(),
      new Map([
        ['a', '1'],
        ['b', '2']
      ])
    )
    const second = withMetadata(joined([first, unknownField]), new Map([['a', 'new']]))
    expect([...inspectOnnx(second).metadata]).toEqual([
      ['b', '2'],
      ['a', 'new']
    ])
    const expected = joined([withMetadata(dotModel(), new Map([['b', '2']])), unknownField])
    expect(second.subarray(0, expected.length)).toEqual(expected)
  })

  test('nothing to set changes nothing', () => {
    expect(withMetadata(dotModel(), new Map())).toEqual(dotModel())
  })

  test('any texts come back', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), entries => {
        const properties = new Map(entries)
        expect(inspectOnnx(withMetadata(dotModel(), properties)).metadata).toEqual(properties)
      })
    )
  })

  test('onnxruntime loads the result, and the adapter reads it', async () => {
    const model = await new OnnxInferenceRuntime().load(
      withMetadata(dotModel(), new Map([['features', '["größe"]']]))
    )
    await model.close()
    expect(model.metadata).toEqual(new Map([['features', '["größe"]']]))
  })

  test('no ONNX file', () => {
    expect(() => withMetadata(utf8.encode('PK'), new Map())).toThrow(
      modelError('model-unreadable', 'not a readable ONNX file')
    )
  })
})
