import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { logLines, metricOfLine, plainLine } from '../../../src/domain/sagemaker/log-text.js'

describe('logLines', () => {
  test.each([
    ['plain text', 'epoch 1', ['epoch 1']],
    ['lines, and the end of the last', 'a\r\nb\n', ['a', 'b']],
    ['a progress bar', '10%\r20%\r', ['10%', '20%']],
    ['colours', '\u001b[1;31mred\u001b[0m', ['red']],
    ['a link', '\u001b]8;;https://e.example\u0007click\u001b]8;;\u0007', ['click']],
    ['a title that never ends', '\u001b]0;title', ['']],
    ['control and direction characters', 'a\u0000b\u202ec\u009b2Jd\u0008', ['abcd']],
    ['a workflow command', '  ::add-mask::x', ['  :\u200b:add-mask::x']],
    ['a command behind an escape', '\u001b[0m::stop-commands::x', [':\u200b:stop-commands::x']],
    ['an old workflow command', 'x ##[error]y', ['x #\u200b#[error]y']],
    ['a command behind a separator', 'a\u2028::error::x', ['a', ':\u200b:error::x']],
    ['a tab', 'a\tb', ['a\tb']],
    ['nothing', '', ['']]
  ])('%s', (_, message, lines) => {
    expect(logLines(message)).toEqual(lines)
  })

  test('cuts long lines, and huge events', () => {
    expect(logLines('x'.repeat(2000))).toEqual(['x'.repeat(2000)])
    expect(logLines('x'.repeat(2001))).toEqual([`${'x'.repeat(2000)}…`])
    expect(logLines('x\n'.repeat(1_000_000)).length).toBe(131_072)
  })

  test('leaves nothing that a runner or a terminal would act on', () => {
    const nasty = fc.array(
      fc.constantFrom(
        '::',
        ':',
        '#',
        '##[',
        '\u001b',
        '[',
        ']',
        '0m',
        '\n',
        '\r',
        '\u0007',
        ' ',
        'x',
        '\u009b',
        '\u2028'
      )
    )
    fc.assert(
      fc.property(nasty, parts => {
        for (const line of logLines(parts.join(''))) {
          expect(line).not.toMatch(/^\s*::/)
          expect(line).not.toMatch(/##\[/)
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/)
        }
      }),
      { numRuns: 500 }
    )
  })
})

test('plainLine is one short line', () => {
  expect(plainLine(' a\n b\u001b[0m ', 10)).toBe('a b')
  expect(plainLine('abcdef', 3)).toBe('abc…')
})

test.each([
  ['train_accuracy=0.93', { name: 'train_accuracy', value: 0.93 }],
  ['loss=-1.5e-3', { name: 'loss', value: -0.0015 }],
  ['loss=1e999', undefined],
  ['loss=nan', undefined],
  ['a loss=1', undefined],
  ['__proto__=1', undefined],
  ['loss=', undefined]
])('metricOfLine(%s)', (line, expected) => {
  expect(metricOfLine(line)).toEqual(expected)
})
