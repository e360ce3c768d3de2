import fc from 'fast-check'
import { describe, expect, test } from '@jest/globals'
import type { Nodes, PhrasingContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import {
  bar,
  code,
  codeBlock,
  details,
  escapeMarkdown,
  facts,
  formatNumber,
  table
} from '../../src/action/markdown.js'

const BREAKS = /\u200b/g
const markup = [
  '*',
  '_',
  '`',
  '```',
  '~~~',
  '#',
  '-',
  '---',
  '===',
  '+',
  '1.',
  '>',
  '|',
  '\\',
  '$$',
  '&amp;',
  '<b>'
]
const links = [
  '[a](b)',
  '![',
  '](',
  '<!--',
  'https://x.test',
  'www.x.test',
  '@octocat',
  'a@b.test',
  '#12',
  'GH-7',
  '%0A'
]
const blanks = [' ', '    ', '\t', '\n', '\r', '\u2028', '\u0000', '\u001b', 'é', '漢', 'word', '1']
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...markup, ...links, ...blanks), { maxLength: 20 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 })
)

const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
const runs = { numRuns: 1000 }

/** The content of Markdown that is one paragraph, and nothing else. */
function onlyParagraph(markdown: string): readonly PhrasingContent[] {
  const [first, ...others] = fromMarkdown(markdown).children
  expect(others).toEqual([])
  if (first === undefined) return []
  expect(first.type).toBe('paragraph')
  return first.type === 'paragraph' ? first.children : []
}

function plainText(nodes: readonly Nodes[]): string {
  return nodes.map(node => (node.type === 'text' ? node.value : `(${node.type})`)).join('')
}

/** The cells of a table row, as GitHub finds them: a backslash keeps what follows it from ending one. */
function cellsOf(row: string): string[] {
  const cells = ['']
  for (let index = 0; index < row.length; index += 1) {
    const character = row.charAt(index)
    if (character === '|') cells.push('')
    else cells.push(`${cells.pop() ?? ''}${character === '\\' ? row.slice(index, ++index + 1) : character}`)
  }
  return cells
}

describe('escapeMarkdown', () => {
  test.each([
    { text: '[a](https://x.test)', shown: '[a](https://x.test)' },
    { text: '**a** `b` ~~c~~ <b>d</b> &lt;', shown: '**a** `b` ~~c~~ <b>d</b> &lt;' },
    { text: 'a\nb\r\nc\u2028d', shown: 'a b c d' },
    { text: 'roc_auc_score and _a_', shown: 'roc_auc_score and _a_' }
  ])('$text is shown as it is', ({ text, shown }) => {
    expect(plainText(onlyParagraph(escapeMarkdown(text))).replace(BREAKS, '')).toBe(shown)
  })

  test('inside a sentence any text is text', () => {
    fc.assert(
      fc.property(hostile, text => {
        const shown = plainText(onlyParagraph(`a ${escapeMarkdown(text)} b`)).replace(BREAKS, '')
        expect(shown).toBe(`a ${oneLine(text)} b`.replace(BREAKS, ''))
      }),
      runs
    )
  })

  test('on a line of its own any text is text', () => {
    fc.assert(
      fc.property(hostile, text => {
        const trimmed = oneLine(text).trim()
        const shown = plainText(onlyParagraph(`before\n${escapeMarkdown(trimmed)}`)).replace(BREAKS, '')
        expect(shown).toBe(`before\n${trimmed.replace(BREAKS, '')}`.trim())
      }),
      runs
    )
  })

  test('no text is a mention, a reference or an address that GitHub would link', () => {
    fc.assert(
      fc.property(hostile, text => {
        const shown = plainText(onlyParagraph(`a ${escapeMarkdown(text)} b`))
        expect(shown).not.toMatch(/@[a-z0-9]|#\d|:\/\/|(?<![a-z0-9])(?:www\.|GH-\d)/i)
      }),
      runs
    )
  })

  test('no text ends the cell of a table', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(cellsOf(escapeMarkdown(text))).toHaveLength(1)
      }),
      runs
    )
  })
})

describe('code', () => {
  test.each([
    { text: 'a', markdown: '`a`' },
    { text: 'a`b', markdown: '``a`b``' },
    { text: '`a`', markdown: '`` `a` ``' },
    { text: 'a|b', markdown: '`a\\|b`' },
    { text: '  ', markdown: '–' },
    { text: 'a\n# b', markdown: '`a # b`' }
  ])('$text', ({ text, markdown }) => {
    expect(code(text)).toBe(markdown)
  })

  test('any text is one span of code', () => {
    fc.assert(
      fc.property(hostile, text => {
        const [before, span, after, ...others] = onlyParagraph(`a ${code(text)} b`)
        const shown = span?.type === 'inlineCode' ? span.value.replaceAll('\\|', '|') : ''
        if (oneLine(text).trim() === '') expect(before).toMatchObject({ type: 'text', value: 'a – b' })
        else {
          expect([before?.type, span?.type, after?.type, others]).toEqual(['text', 'inlineCode', 'text', []])
          expect(shown.replace(BREAKS, '').trim()).toBe(oneLine(text).replace(BREAKS, '').trim())
        }
      }),
      runs
    )
  })

  test('no text ends the cell of a table', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(cellsOf(code(text))).toHaveLength(1)
      }),
      runs
    )
  })
})

describe('codeBlock', () => {
  test('any text is one block of code, line by line', () => {
    fc.assert(
      fc.property(hostile, text => {
        const clean = text.replaceAll('\u0000', '')
        const { children } = fromMarkdown(`before\n\n${codeBlock(clean, 'yaml')}\n\nafter`)
        expect(children.map(({ type }) => type)).toEqual(['paragraph', 'code', 'paragraph'])
        expect(children[1]).toMatchObject({ lang: 'yaml', value: clean.replace(/\r\n?/g, '\n') })
      }),
      runs
    )
  })
})

describe('tables, folds, bars and numbers', () => {
  test('facts are a list without those that are not known', () => {
    expect(
      facts([
        ['Rows', '379'],
        ['Stage', undefined],
        ['Model', '`a`']
      ])
    ).toBe('- **Rows:** 379\n- **Model:** `a`')
  })

  test('a table has a rule with numbers to the right', () => {
    expect(table(['metric', 'value'], [['f1', '0.9']], [1])).toBe(
      '| metric | value |\n| --- | ---: |\n| f1 | 0.9 |'
    )
  })

  test('a fold keeps its body apart, so that it is Markdown', () => {
    expect(details('More', '**a**')).toBe('<details><summary>More</summary>\n\n**a**\n\n</details>')
  })

  test.each([
    { share: 0, width: 4, drawn: '' },
    { share: 0.5, width: 4, drawn: '██' },
    { share: 0.53125, width: 4, drawn: '██▏' },
    { share: 1, width: 4, drawn: '████' },
    { share: 7, width: 4, drawn: '████' },
    { share: -1, width: 4, drawn: '' }
  ])('a bar of $share', ({ share, width, drawn }) => {
    expect(bar(share, width)).toBe(drawn)
  })

  test.each([
    { value: null, shown: 'undefined' },
    { value: 0, shown: '0' },
    { value: 1234567, shown: '1,234,567' },
    { value: 0.123456, shown: '0.1235' },
    { value: 1234.5678, shown: '1,234.6' },
    { value: 123456.78, shown: '123,456.8' },
    { value: 0.00001234, shown: '1.234e-5' },
    { value: 12345678.9, shown: '1.235e+7' },
    { value: NaN, shown: 'NaN' }
  ])('the number $value', ({ value, shown }) => {
    expect(formatNumber(value)).toBe(shown)
  })
})
