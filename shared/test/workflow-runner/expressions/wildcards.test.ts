import { describe, expect, test } from '@jest/globals'
import { matchesPath } from '../../../testing/workflow-runner/expressions/wildcards.js'

describe('matchesPath', () => {
  const cases: [pattern: string, path: string, expected: boolean][] = [
    ['a/b', 'a/b', true],
    ['*', 'a', true],
    ['*', 'a/b', false],
    ['*.ts', 'x.ts', true],
    ['*.ts', 'x.tsx', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['**', 'a/b/c', true],
    ['**/c', 'c', true],
    ['**/c', 'a/b/c', true],
    ['a/**/d', 'a/d', true],
    ['a/**/d', 'a/b/c/d', true],
    ['a/**', 'b/a', false],
    ['a.c', 'abc', false],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
    ['(a+)+$', '(a+)+$', true]
  ]
  test.each(cases)('%s on %s: %s', (pattern, path, expected) => {
    expect(matchesPath(pattern, path)).toBe(expected)
  })

  test('hostile patterns end', () => {
    expect(matchesPath('*a'.repeat(200), 'a'.repeat(5000))).toBe(true)
    expect(matchesPath(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
