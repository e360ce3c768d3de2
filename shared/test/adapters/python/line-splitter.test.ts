import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { lineSplitter } from '../../../src/adapters/python/line-splitter.js'

function split(...pieces: string[]): string[] {
  const lines: string[] = []
  const splitter = lineSplitter(line => lines.push(line))
  for (const piece of pieces) splitter.push(piece)
  splitter.end()
  return lines
}

describe('a stream in pieces', () => {
  test.each([
    ['LF', ['a\nb\n'], ['a', 'b']],
    ['CRLF', ['a\r\nb\r\n'], ['a', 'b']],
    ['CR, as progress bars end their lines', ['10 %\r20 %\rdone\n'], ['10 %', '20 %', 'done']],
    ['a CRLF in two pieces', ['a\r', '\nb'], ['a', 'b']],
    ['a CR and then an empty line', ['a\r', '\r\nb'], ['a', '', 'b']],
    ['empty lines', ['a\n\nb\n'], ['a', '', 'b']],
    ['a line in several pieces', ['a', 'b', 'c\n'], ['abc']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['nothing', [''], []]
  ])('%s', (_name, pieces, lines) => {
    expect(split(...pieces)).toEqual(lines)
  })

  test('has the same lines however it is cut', () => {
    const characters = fc.constantFrom('a', 'b', '\n', '\r', '\r\n')
    fc.assert(
      fc.property(fc.array(fc.array(characters).map(parts => parts.join(''))), pieces => {
        expect(split(...pieces)).toEqual(split(pieces.join('')))
      })
    )
  })

  test('cuts a line that is too long once, whatever comes with it', () => {
    const long = 'x'.repeat(9_000)
    expect(split(long, long, long, '\nnext\n')).toEqual(['x'.repeat(10_000), 'next'])
    expect(split(`${long}${long}\nnext\n`)).toEqual(['x'.repeat(10_000), 'next'])
    expect(split(long, long)).toEqual(['x'.repeat(10_000)])
  })
})
