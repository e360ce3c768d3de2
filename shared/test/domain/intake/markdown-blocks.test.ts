import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { MarkdownBlock } from '../../../src/domain/intake/markdown-block.js'
import { markdownBlocks } from '../../../src/domain/intake/markdown-blocks.js'
import { plainBlocks } from '../../../src/domain/intake/plain-blocks.js'
import { syntaxTreeBlocks } from '../../../src/domain/intake/syntax-tree-blocks.js'
import { hostileBodies } from '../../../testing/builders/hostile-bodies.js'

function shown(text: string, blocks: readonly MarkdownBlock[] | undefined): unknown {
  return blocks?.map(block => {
    if (block.kind === 'heading') return `h${block.depth} ${block.text}`
    if (block.kind === 'other') return 'other'
    return [block.language, block.closed, ...block.lines.map(line => text.slice(line.start, line.end))]
  })
}

describe('markdownBlocks', () => {
  test.each<[string, string, unknown]>([
    [
      'a fence between paragraphs',
      'hi\n\n```yaml\na: 1\n```\nbye',
      ['other', ['yaml', true, 'a: 1'], 'other']
    ],
    ['tildes', '~~~yml\na\n~~~', [['yml', true, 'a']]],
    ['a longer fence holds a shorter one', '````yaml\n```\na\n````', [['yaml', true, '```', 'a']]],
    [
      'an indented fence loses its indent',
      '  ```yaml\n  a:\n    b: 1\n c\n  ```',
      [['yaml', true, 'a:', '  b: 1', 'c']]
    ],
    ['a fence that is never closed', '```yaml\na: 1', [['yaml', false, 'a: 1']]],
    ['a quoted fence', '> ```yaml\n> a: 1\n> ```', ['other']],
    ['a fence in a list', '- x\n\n  ```yaml\n  a: 1\n  ```', ['other']],
    ['a fence in a comment', '<!--\n```yaml\na: 1\n```\n-->', ['other']],
    ['indented code', '    ```yaml\n    a: 1\n    ```', ['other']],
    ['headings', '# A\n### B c ###\n### `x` *y*\nText', ['h1 A', 'h3 B c', 'h3 `x` *y*', 'other']],
    ['no heading in the middle of a line', 'see ### B', ['other']],
    ['an info string with more words', '```yaml title=x\na\n```', [['yaml', true, 'a']]]
  ])('reads %s', async (_name, text, expected) => {
    expect(shown(text, await markdownBlocks(text))).toEqual(expected)
  })

  test.each<[string, string]>([
    ['quotes', '>'.repeat(60000)],
    ['list items', '- a\n'.repeat(15000)],
    ['lines', 'a\n- b\n'.repeat(9000)]
  ])('declines more %s than anyone writes', async (_name, text) => {
    expect(await markdownBlocks(text)).toBeUndefined()
  })
})

const piece = fc.constantFrom(
  '```',
  '```yaml',
  '````',
  '~~~',
  '~~~json',
  '``` yml ',
  '# A',
  '### B c',
  '### B #',
  '###',
  '#x',
  'text',
  'a: 1',
  '  b: 2',
  '    c',
  '- d',
  '> q',
  '1. n',
  '1.5',
  '42',
  '_No response_',
  '<div>',
  '<!--',
  '-->',
  '---',
  '===',
  '',
  '',
  ' ',
  '{x',
  '値',
  'a `b` c',
  '***',
  '[a]: b',
  '|t|',
  '### B & c',
  '### `x`',
  '```yaml x',
  '   ```',
  'x\\',
  '### 値 d  '
)

describe('the plain reader', () => {
  test('sees what it sees exactly as the CommonMark parser does', () => {
    let read = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const text = pieces.join('\n')
        const plain = plainBlocks(text)
        if (plain === undefined) return
        read += 1
        // One paragraph of several kinds of line may be one block or two; only fences and headings matter.
        const marks = (blocks: readonly MarkdownBlock[]) => blocks.filter(block => block.kind !== 'other')
        expect(marks(plain)).toEqual(marks(syntaxTreeBlocks(text)))
      }),
      { numRuns: 20000 }
    )
    expect(read).toBeGreaterThan(500)
  })

  test('sees no hostile body otherwise than the CommonMark parser does', () => {
    let read = 0
    fc.assert(
      fc.property(hostileBodies, body => {
        const text = body.replace(/\r\n?/g, '\n')
        const plain = plainBlocks(text)
        if (plain === undefined) return
        read += 1
        const marks = (blocks: readonly MarkdownBlock[]) => blocks.filter(block => block.kind !== 'other')
        expect(marks(plain)).toEqual(marks(syntaxTreeBlocks(text)))
      }),
      { numRuns: 800 }
    )
    expect(read).toBeGreaterThan(50)
  })
})
