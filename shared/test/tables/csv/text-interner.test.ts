import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { TextInterner } from '../../../src/tables/csv/text-interner.js'

test('codes count distinct texts in order of appearance', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 300 }), texts => {
      const interner = new TextInterner({ left: 2 ** 20 })
      const codes = texts.map(text => interner.code(Buffer.from(text), 0, Buffer.byteLength(text)))
      const distinct = [...new Set(texts)]
      expect(interner.dictionary()).toEqual(distinct)
      expect(codes).toEqual(texts.map(text => distinct.indexOf(text)))
    })
  )
})

test('many texts keep their codes while the table grows', () => {
  const interner = new TextInterner({ left: 2 ** 24 })
  const code = (text: string) => interner.code(Buffer.from(text), 0, text.length)
  const codes = Array.from({ length: 20_000 }, (_, index) => code(`text-${index}`))
  expect(codes.every((value, index) => value === index)).toBe(true)
  expect(Array.from({ length: 20_000 }, (_, index) => code(`text-${index}`))).toEqual(codes)
})

test('a full dictionary refuses new texts and still knows the old ones', () => {
  const interner = new TextInterner({ left: 100 })
  const bytes = Buffer.from('abcdef')
  expect([interner.code(bytes, 0, 1), interner.code(bytes, 1, 2), interner.code(bytes, 2, 3)]).toEqual([
    0, 1, -1
  ])
  expect(interner.code(bytes, 0, 1)).toBe(0)
})
