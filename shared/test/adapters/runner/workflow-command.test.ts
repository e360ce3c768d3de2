import fc from 'fast-check'
import { describe, expect, test } from '@jest/globals'
import { inertLines, workflowCommand } from '../../../src/adapters/runner/workflow-command.js'
import { parseCommand } from '../../../testing/workflow-runner/commands/parse-command.js'

const pieces = [
  ':',
  '::',
  '##[',
  '#',
  '[',
  ']',
  'error',
  'stop-commands',
  ' ',
  '\t',
  '\u00a0',
  '\ufeff',
  '\r',
  '\n'
]
const more = ['\u0085', '\u2028', '\u2029', '\u001b', '\u0000', '\u200b', '%0A', 'x']
const hostile = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 30 }).map(parts => parts.join(''))

describe('inertLines', () => {
  test.each([
    { case: 'a command', text: '::error::boo', lines: [':\u200b:error::boo'] },
    {
      case: 'a command after blanks',
      text: ' \t\u00a0::add-mask::x',
      lines: [' \t\u00a0:\u200b:add-mask::x']
    },
    {
      case: 'a command after control characters',
      text: '\u0000\u0007::error::x',
      lines: [':\u200b:error::x']
    },
    { case: 'an older command in the middle', text: 'a ##[error]b', lines: ['a #\u200b#[error]b'] },
    { case: 'an older command with one more #', text: '###[error]b', lines: ['##\u200b#[error]b'] },
    {
      case: 'lines of every kind',
      text: 'a\r\nb\nc\rd\u0085e\u2028f\u2029g',
      lines: ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    },
    { case: 'colons inside a line', text: 'std::vector ::x', lines: ['std::vector ::x'] },
    { case: 'colours', text: '\u001b[31mred\u001b[0m', lines: ['\u001b[31mred\u001b[0m'] },
    { case: 'an empty text', text: '', lines: [''] }
  ])('$case', ({ text, lines }) => {
    expect(inertLines(text)).toEqual(lines)
  })

  test('no text is a command to the runner', () => {
    fc.assert(
      fc.property(hostile, text => {
        for (const line of inertLines(text)) {
          expect(parseCommand(line)).toBeUndefined()
          expect(line).not.toMatch(/^\s*::|##\[|[\r\n\u0085\u2028\u2029]/)
        }
      }),
      { numRuns: 1000 }
    )
  })
})

describe('workflowCommand', () => {
  test.each([
    { case: 'no properties', properties: {}, message: 'a', line: '::error::a' },
    {
      case: 'properties',
      properties: { title: 'a', line: '3' },
      message: 'b',
      line: '::error title=a,line=3::b'
    },
    {
      case: 'what ends a line, a property or the list',
      properties: { title: 'a:b,c\n' },
      message: '100%\r\n::x',
      line: '::error title=a%3Ab%2Cc%0A::100%25%0D%0A::x'
    }
  ])('$case', ({ properties, message, line }) => {
    expect(workflowCommand('error', properties, message)).toBe(line)
  })

  test('the runner reads one command, its properties and its message as they were', () => {
    fc.assert(
      fc.property(hostile, hostile, (title, message) => {
        const line = workflowCommand('warning', { title, file: 'a.yml' }, message)
        expect(line).not.toMatch(/[\r\n]/)
        expect(parseCommand(line)).toEqual({
          name: 'warning',
          properties: new Map([
            ['title', title],
            ['file', 'a.yml']
          ]),
          data: message
        })
      })
    )
  })
})
