import { describe, expect, test } from '@jest/globals'
import { choiceHint, unknownKey } from '../../../src/domain/request/explain-issue.js'
import { inEnglish } from '../../../src/domain/text/phrase.js'

const hintOf = (key: string, known: readonly string[]) =>
  inEnglish(unknownKey(key, known, 'model_id').hint ?? '')

describe('a hint never ends in an empty list', () => {
  test.each<[string, string, string]>([
    ['a key where none is known', hintOf('a', []), 'Nothing can be named there; remove it.'],
    ['a key where some are', hintOf('zzz', ['spot', 'backend']), 'Known keys: spot, backend.'],
    ['a word where none is allowed', inEnglish(choiceHint('a', [])), 'Nothing is allowed there.'],
    ['a word where some are', inEnglish(choiceHint('zzz', ['all', 'best'])), 'Allowed: all, best.']
  ])('%s', (_name, hint, expected) => {
    expect(hint).toBe(expected)
  })
})
