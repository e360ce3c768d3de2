import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { UserError } from '../../src/errors.js'
import { readSafetensors } from '../../src/onnx/safetensors.js'
import { float32Values, int32Values } from '../../src/onnx/tensor-values.js'
import { modelError } from './model-error.js'

const LENGTH_BYTES = 8

/** A file with this header text, written by hand, and this many bytes of buffers. */
function file(header: string, bufferBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + bufferBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, LENGTH_BYTES)
  return bytes
}

const entry = (name: string, dtype: string, shape: readonly number[], offsets: readonly number[]): string =>
  `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`

describe('readSafetensors', () => {
  test('reads values behind an unaligned header', () => {
    const bytes = file(`{${entry('a', 'F32', [2, 1], [0, 8])},${entry('b', 'I32', [1], [8, 12])}}   `, 12)
    const view = new DataView(bytes.buffer, bytes.length - 12)
    view.setFloat32(0, 1.5, true)
    view.setFloat32(4, -2, true)
    view.setInt32(8, -7, true)
    const tensors = readSafetensors(bytes)
    expect([...float32Values(tensors, 'a', [2, 1])]).toEqual([1.5, -2])
    expect([...int32Values(tensors, 'b', [null])]).toEqual([-7])
  })

  test('takes a view into a larger buffer, metadata, empty tensors and any order', () => {
    const header = `{"__metadata__":{"x":"y"},${entry('b', 'U8', [1], [4, 5])},${entry('e', 'F32', [0], [4, 4])},${entry('a', 'F32', [], [0, 4])}}`
    const whole = new Uint8Array([9, 9, 9, ...file(header, 5)])
    expect([...readSafetensors(whole.subarray(3)).keys()]).toEqual(['b', 'e', 'a'])
  })

  test.each([
    { name: 'no file', bytes: new Uint8Array(3), part: 'only 3 bytes' },
    { name: 'a header longer than the file', bytes: file('{}').subarray(0, 9), part: 'beyond the file' },
    { name: 'a header of 2^60 bytes', bytes: new Uint8Array([0, 0, 0, 0, 0, 0, 0, 16, 0]), part: 'too long' },
    { name: 'no JSON', bytes: file('{'), part: 'not JSON' },
    { name: 'no UTF-8', bytes: new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 255]), part: 'not UTF-8' },
    { name: 'a list', bytes: file('[]'), part: 'not an object' },
    {
      name: 'a tensor twice',
      bytes: file(`{${entry('a', 'U8', [1], [0, 1])},${entry('a', 'U8', [1], [0, 1])}}`, 1),
      part: "names 'a' twice"
    },
    {
      name: 'a tensor twice, once escaped',
      bytes: file(`{${entry('a', 'U8', [1], [0, 1])},"\\u0061":{}}`, 1),
      part: "names 'a' twice"
    },
    {
      name: 'offsets twice',
      bytes: file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_offsets":[0,1]}}', 1),
      part: 'twice'
    },
    {
      name: 'a prototype key',
      bytes: file('{"__proto__":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'),
      part: 'no tensor name'
    },
    {
      name: 'a prototype key inside',
      bytes: file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"__proto__":1}}'),
      part: "tensor 'a'"
    },
    {
      name: 'a name with a line feed',
      bytes: file('{"a\\n::error::b":{}}'),
      part: '"a\\n::error::b" is no tensor name'
    },
    {
      name: 'an unknown type',
      bytes: file(`{${entry('a', 'F8', [1], [0, 1])}}`, 1),
      part: "tensor 'a': dtype"
    },
    {
      name: 'a negative offset',
      bytes: file(`{${entry('a', 'U8', [1], [-1, 0])}}`, 1),
      part: "tensor 'a': data_offsets"
    },
    {
      name: 'a fractional shape',
      bytes: file(`{${entry('a', 'U8', [0.5], [0, 1])}}`, 1),
      part: "tensor 'a': shape"
    },
    {
      name: 'fewer bytes than the type needs',
      bytes: file(`{${entry('a', 'F64', [1], [0, 4])}}`, 4),
      part: 'F64 [1] needs 8 bytes, not 4'
    },
    {
      name: 'a shape whose size overflows',
      bytes: file(`{${entry('a', 'U8', [9007199254740991, 9007199254740991, 0], [0, 1])}}`, 1),
      part: "tensor 'a'"
    },
    {
      name: 'offsets beyond the file',
      bytes: file(`{${entry('a', 'U8', [2], [0, 2])}}`, 1),
      part: 'ends at byte 2 of 1'
    },
    {
      name: 'an overlap',
      bytes: file(`{${entry('a', 'U8', [2], [0, 2])},${entry('b', 'U8', [2], [1, 3])}}`, 3),
      part: "'b': overlaps"
    },
    {
      name: 'a gap',
      bytes: file(`{${entry('a', 'U8', [1], [0, 1])},${entry('b', 'U8', [1], [2, 3])}}`, 3),
      part: "'b': leaves a gap"
    },
    {
      name: 'bytes left over',
      bytes: file(`{${entry('a', 'U8', [1], [0, 1])}}`, 3),
      part: '2 bytes belong to no tensor'
    }
  ])('refuses $name', ({ bytes, part }) => {
    expect(() => readSafetensors(bytes)).toThrow(modelError('model-unreadable', part))
  })

  test('any other bytes are refused, never a crash', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(64), (header, extra) => {
        try {
          readSafetensors(file(header, extra))
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      })
    )
  })
})

describe('values of a tensor', () => {
  const tensors = readSafetensors(file(`{${entry('a', 'F32', [2], [0, 8])}}`, 8))
  test.each([
    {
      name: 'another shape',
      read: () => float32Values(tensors, 'a', [3]),
      part: "'a' is F32 [2], not F32 [3]"
    },
    { name: 'another rank', read: () => float32Values(tensors, 'a', [2, 1]), part: 'not F32 [2, 1]' },
    { name: 'another type', read: () => int32Values(tensors, 'a', [2]), part: "'a' is F32 [2], not I32 [2]" },
    { name: 'none', read: () => int32Values(tensors, 'b', [2]), part: "'b' is missing" }
  ])('$name is refused', ({ read, part }) => {
    expect(read).toThrow(modelError('model-unreadable', part))
  })

  test('a missing tensor without values is empty', () => {
    expect(float32Values(tensors, 'parity.numeric', [5, 0])).toHaveLength(0)
  })
})
