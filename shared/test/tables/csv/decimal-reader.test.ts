import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DecimalReader } from '../../../src/tables/csv/decimal-reader.js'

/** The value read from a field, or undefined when the reader left it to the caller. */
function readField(text: string): number | undefined {
  const reader = new DecimalReader()
  const value = reader.read(Buffer.from(`${text},`), 0)
  return reader.end < 0 ? undefined : value
}

const digits = (most: number) => fc.string({ unit: fc.nat(9).map(String), minLength: 1, maxLength: most })

describe('decimal reader', () => {
  test.each(['0', '-0', '1', '-12.5', '007', '123456789012345', '0.000001', '.5', '5.'])('reads %s', text => {
    expect(readField(text)).toBe(Number(text))
  })

  test.each(['-', '.', '-.', '1.2.3', '1e5', '+1', ' 1', '1 ', 'x', '0x1', '1_0', '12345678901234567890123'])(
    'leaves %s to the caller',
    text => {
      expect(readField(text)).toBeUndefined()
    }
  )

  test('an empty field is missing', () => {
    expect(readField('')).toBeNaN()
  })

  test('what it reads is correctly rounded, for any digits', () => {
    fc.assert(
      fc.property(digits(12), digits(22), fc.boolean(), (whole, fraction, negative) => {
        const text = `${negative ? '-' : ''}${whole}.${fraction}`
        const value = readField(text)
        expect(value === undefined || Object.is(value, Number(text))).toBe(true)
      }),
      { numRuns: 20_000 }
    )
  })

  test('shortest forms of doubles, as other programs write them, are read without the slow path', () => {
    let slow = 0
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), value => {
        const read = readField(String(value))
        if (read === undefined) slow++
        else expect(read).toBe(value)
      }),
      { numRuns: 5000, seed: 7 }
    )
    expect(slow).toBeLessThan(50)
  })

  test('ties and their neighbours are never rounded wrongly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 }),
        fc.integer({ min: -1, max: 1 }),
        (n, off) => {
          // Halfway between two doubles just above 2^53, as an integer: 2n + 1, and the integers beside it.
          const text = String(BigInt(n) * 4n + 2n + BigInt(off))
          const value = readField(text)
          expect(value === undefined || value === Number(text)).toBe(true)
        }
      ),
      { numRuns: 5000 }
    )
  })
})
