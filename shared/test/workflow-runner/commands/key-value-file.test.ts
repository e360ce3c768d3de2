import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseKeyValueFile } from '../../../testing/workflow-runner/commands/key-value-file.js'

describe('parseKeyValueFile', () => {
  const cases: [name: string, text: string, pairs: Record<string, string>][] = [
    ['nothing', '', {}],
    ['a pair without final line feed', 'a=1', { a: '1' }],
    ['empty lines between pairs', '\na=1\n\nb=2\n\n', { a: '1', b: '2' }],
    ['an empty value', 'a=\n', { a: '' }],
    ['an equals sign in the value', 'a=b=c\n', { a: 'b=c' }],
    ['<< after the first = is part of the value', 'a=x<<EOF\n', { a: 'x<<EOF' }],
    ['= after << is part of the delimiter', 'a<<E=F\n1\nE=F\n', { a: '1' }],
    ['a here-document', 'a<<EOF\none\ntwo\nEOF\n', { a: 'one\ntwo' }],
    ['a here-document that keeps empty lines', 'a<<EOF\n\n\nEOF\n', { a: '\n' }],
    ['an empty here-document', 'a<<EOF\nEOF\n', { a: '' }],
    ['a delimiter at the very end', 'a<<EOF\n1\nEOF', { a: '1' }],
    ['a delimiter with spaces is no delimiter', 'a<<EOF\n EOF\nEOF\n', { a: ' EOF' }],
    ['only LF ends a line', 'a=1\r\n', { a: '1\r' }],
    ['the last of equal names', 'a=1\na=2\n', { a: '2' }],
    [
      'names of the prototype',
      '__proto__=1\nconstructor=2\n',
      JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>
    ]
  ]
  test.each(cases)('reads %s', (_, text, pairs) => {
    expect([...parseKeyValueFile(text)]).toEqual(Object.entries(pairs))
  })

  test.each([
    ['a line without = or <<', 'nonsense\n'],
    ['an empty name', '=1\n'],
    ['a here-document without name', '<<EOF\nEOF\n'],
    ['a here-document without delimiter', 'a<<\n'],
    ['a delimiter glued to the last line', 'a<<EOF\none\ntwoEOF'],
    ['a missing delimiter', 'a<<EOF\none\n']
  ])('refuses %s', (_, text) => {
    expect(() => parseKeyValueFile(text)).toThrow(expect.objectContaining({ code: 'file-command-invalid' }))
  })

  test('a here-document carries any value that does not hold its delimiter, and nothing leaks out of it', () => {
    const line = fc.string().map(text => text.replaceAll('\n', ''))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), lines => {
        const value = lines.filter(one => one !== 'ghadelimiter_1').join('\n')
        expect([...parseKeyValueFile(`name<<ghadelimiter_1\n${value}\nghadelimiter_1\n`)]).toEqual([
          ['name', value]
        ])
      })
    )
  })
})
