import { describe, expect, test } from '@jest/globals'
import type { Plain } from '../../../testing/workflow-runner/expressions/expression-data.js'
import { expandMatrix, legName } from '../../../testing/workflow-runner/jobs/matrix.js'

describe('expandMatrix', () => {
  const cases: [name: string, matrix: Plain, combinations: unknown[]][] = [
    [
      'the product, the first axis slowest',
      { a: [1, 2], b: ['x', 'y'] },
      [
        { a: 1, b: 'x' },
        { a: 1, b: 'y' },
        { a: 2, b: 'x' },
        { a: 2, b: 'y' }
      ]
    ],
    [
      'exclude by part',
      { a: [1, 2], b: ['x', 'y'], exclude: [{ a: 1 }, { a: 2, b: 'y' }] },
      [{ a: 2, b: 'x' }]
    ],
    // The worked example of GitHub's documentation on `include`.
    [
      'include as documented',
      {
        fruit: ['apple', 'pear'],
        animal: ['cat', 'dog'],
        include: [
          { color: 'green' },
          { color: 'pink', animal: 'cat' },
          { fruit: 'apple', shape: 'circle' },
          { fruit: 'banana' },
          { fruit: 'banana', animal: 'cat' }
        ]
      },
      [
        { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
        { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
        { fruit: 'pear', animal: 'cat', color: 'pink' },
        { fruit: 'pear', animal: 'dog', color: 'green' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' }
      ]
    ],
    ['include alone', { include: [{ a: 1 }, { a: 2, b: 3 }] }, [{ a: 1 }, { a: 2, b: 3 }]],
    ['values that are mappings', { m: [{ k: 1 }, { k: 2 }], exclude: [{ m: { k: 1 } }] }, [{ m: { k: 2 } }]]
  ]
  test.each(cases)('%s', (_, matrix, combinations) => {
    expect(expandMatrix(matrix)).toEqual(combinations)
  })

  test.each([
    ['an empty axis', { a: [] }],
    ['no combinations', { a: [1], exclude: [{ a: 1 }] }],
    ['a text', 'x'],
    ['an axis that is no list', { a: 1 }],
    ['an include that is no list of mappings', { a: [1], include: ['x'] }],
    ['257 combinations', { a: Array.from({ length: 257 }, (_, index) => index) }]
  ] as [string, Plain][])('refuses %s', (_, matrix) => {
    expect(() => expandMatrix(matrix)).toThrow(expect.objectContaining({ code: 'matrix-invalid' }))
  })
})

test('a leg is named after its values', () => {
  expect(legName('build', { os: 'linux', node: 24, nested: { a: true } })).toBe('build (linux, 24, true)')
  expect(legName('build', undefined)).toBe('build')
})
