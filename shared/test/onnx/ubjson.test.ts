import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { UserError } from '../../src/errors.js'
import { decodeUbjson } from '../../src/onnx/xgboost/ubjson.js'
import { modelError } from './model-error.js'

/** Marker characters and raw byte values, written side by side. */
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'utf8')])))

const LENGTH_2 = ['L', 0, 0, 0, 0, 0, 0, 0, 2] as const

describe('decodeUbjson', () => {
  test.each([
    { name: 'constants', input: bytes('[ZTF]'), value: [null, true, false] },
    { name: 'int8 and uint8', input: bytes('[', 'i', 0xff, 'U', 0xff, ']'), value: [-1, 255] },
    { name: 'int16', input: bytes('I', 0xff, 0xfe), value: -2 },
    { name: 'int32', input: bytes('l', 0, 1, 0, 0), value: 65536 },
    { name: 'int64', input: bytes('L', 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), value: -1 },
    // IEEE 754: 1.5 is 3FC00000 and 3FF8000000000000.
    { name: 'float32', input: bytes('d', 0x3f, 0xc0, 0, 0), value: 1.5 },
    { name: 'float64', input: bytes('D', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), value: 1.5 },
    { name: 'text', input: bytes('SU', 3, 'äx'), value: 'äx' },
    { name: 'character', input: bytes('Cx'), value: 'x' },
    { name: 'counted array', input: bytes('[#', ...LENGTH_2, 'TF'), value: [true, false] },
    {
      name: 'typed array',
      input: bytes('[$l#', ...LENGTH_2, 0, 0, 0, 7, 0xff, 0xff, 0xff, 0xff),
      value: Float64Array.of(7, -1)
    },
    { name: 'counted object', input: bytes('{#', 'U', 1, 'U', 1, 'a', 'T'), value: { a: true } },
    { name: 'nested object', input: bytes('{U', 1, 'a{U', 1, 'bZ}}'), value: { a: { b: null } } }
  ])('reads $name', ({ input, value }) => {
    const decoded = decodeUbjson(input, 'm')
    if (value instanceof Float64Array) expect(decoded).toEqual(value)
    else expect(JSON.stringify(decoded)).toBe(JSON.stringify(value))
  })

  test('keeps prototype keys as plain members', () => {
    const decoded = decodeUbjson(bytes('{U', 9, '__proto__{U', 1, 'aT}}'), 'm')
    expect(Object.getPrototypeOf(decoded)).toBeNull()
    expect(Object.keys(decoded as object)).toEqual(['__proto__'])
  })

  test.each([
    { name: 'nothing', input: bytes(), part: 'm: byte 0: the file ends too early' },
    { name: 'an unknown marker', input: bytes('?'), part: 'unknown marker "?"' },
    { name: 'bytes after the end', input: bytes('TT'), part: 'byte 1: bytes follow' },
    { name: 'an open array', input: bytes('[T'), part: 'ends too early' },
    { name: 'an open object', input: bytes('{U', 1, 'a'), part: 'ends too early' },
    {
      name: 'a huge count',
      input: bytes('[#L', 127, 255, 255, 255, 255, 255, 255, 255, 'T'),
      part: 'a length goes beyond the file'
    },
    { name: 'a huge typed array', input: bytes('[$D#', 'U', 9, 0), part: 'a length goes beyond the file' },
    { name: 'a typed array that is cut', input: bytes('[$D#', 'U', 1, 0), part: 'ends too early' },
    { name: 'a typed array of nothing', input: bytes('[$Z#', 'U', 9), part: 'goes beyond' },
    { name: 'a typed array of texts', input: bytes('[$S#', 'U', 1, 0), part: 'unknown type' },
    { name: 'a typed array without count', input: bytes('[$U', 1), part: 'unknown type' },
    { name: 'a negative length', input: bytes('Si', 0xff, 'a'), part: 'a length is negative' },
    { name: 'a length that is no integer', input: bytes('Sd', 0x3f, 0xc0, 0, 0, 'a'), part: 'no integer' },
    { name: 'text that is not UTF-8', input: bytes('SU', 1, 0xff), part: 'not UTF-8' },
    { name: '100 nested arrays', input: bytes('['.repeat(100)), part: 'nested too deeply' }
  ])('refuses $name', ({ input, part }) => {
    expect(() => decodeUbjson(input, 'm')).toThrow(modelError('model-unreadable', part))
  })

  test('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), input => {
        try {
          decodeUbjson(input, 'm')
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      })
    )
  })
})
