import { describe, expect, test } from '@jest/globals'
import { excerptText } from '../../src/action/excerpt-text.js'
import { annotationPlace } from '../../src/action/problem-place.js'
import { diagnosticAt, sourceText } from '../../src/domain/intake/source-text.js'

describe('excerptText', () => {
  test.each<[string, string, string, string]>([
    ['plain letters', 'seed: x', 'x', 'seed: x\n      ^'],
    ['a tab', '\tseed: x', 'x', ' seed: x\n       ^'],
    ['full-width letters', '目的: x', 'x', '目的: x\n\u3000\u3000  ^'],
    ['an emoji', '🚀: x', 'x', '🚀: x\n\u3000  ^'],
    ['a combining mark', 'e\u0301: x', 'x', 'e\u0301: x\n   ^'],
    ['a direction override', 'a\u202e: x', 'x', 'a\ufffd: x\n    ^']
  ])('puts the caret under the place after %s', (_name, line, at, expected) => {
    const { excerpt } = diagnosticAt(sourceText('issue', line), line.indexOf(at), { message: '' })
    expect(excerptText(excerpt ?? { line: '', column: 0 })).toBe(expected)
  })

  test('cuts a long line around the place, never through a character', () => {
    const line = `${'🚀'.repeat(200)}x${'🚀'.repeat(200)}`
    const { excerpt, place } = diagnosticAt(sourceText('issue', line), 400, { message: '' })
    expect(place).toBe('issue:1:201')
    expect(excerpt?.line).toMatch(/^…(?:🚀)+x(?:🚀)+…$/u)
    expect(excerpt?.line.charAt(excerpt.column - 1)).toBe('x')
  })
})

test.each([
  ['requests/churn.yml:3:5', { file: 'requests/churn.yml', line: 3, column: 5 }],
  ['issue:3:5', {}],
  ['inputs', {}]
])('an annotation of %s stands there', (place, expected) => {
  expect(annotationPlace(place)).toEqual(expected)
})
