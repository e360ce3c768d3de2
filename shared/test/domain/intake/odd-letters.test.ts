import { describe, expect, test } from '@jest/globals'
import { explainOddLetters } from '../../../src/domain/intake/odd-letters.js'
import { japaneseCatalog } from '../../../src/domain/text/ja/catalog.js'
import { inEnglish, inLanguage } from '../../../src/domain/text/phrase.js'

const known = ['target', 'model_id', 'seed', 'dataset_id']

describe('explainOddLetters', () => {
  test.each<[string, string, string]>([
    ['a Cyrillic a', 't\u0430rget', 'Write "target": in its place stands U+0430 (a Cyrillic letter).'],
    ['a Greek omicron', 'm\u03bfdel_id', 'Write "model_id": in its place stands U+03BF (a Greek letter).'],
    ['full-width letters', '\uff53eed', 'Write "seed": in its place stands U+FF53 (a full-width letter).'],
    ['a zero-width space', 'se\u200bed', 'Write "seed": in its place stands U+200B (zero-width space).'],
    [
      'a byte order mark',
      'seed\ufeff',
      'Write "seed": in its place stands U+FEFF (zero-width no-break space).'
    ],
    [
      'a direction override',
      '\u202eseed',
      'Write "seed": in its place stands U+202E (right-to-left override).'
    ],
    ['an ideographic space', 'seed\u3000', 'Write "seed": in its place stands U+3000 (ideographic space).'],
    ['an accent', 'se\u0301ed', 'Write "seed": in its place stands U+0301 (a combining mark).'],
    [
      'a full-width low line',
      'dataset\uff3fid',
      'Write "dataset_id": in its place stands U+FF3F (a full-width letter).'
    ],
    ['an unknown letter of another alphabet', '\u13dfarge\u1d57', 'undefined']
  ])('names %s', (_name, typed, expected) => {
    const phrase = explainOddLetters(typed, known)
    expect(phrase === undefined ? 'undefined' : inEnglish(phrase)).toBe(expected)
  })

  test('names the character in Japanese too', () => {
    const phrase = explainOddLetters('se\u200bed', known)
    expect(phrase && inLanguage(phrase, japaneseCatalog())).toBe(
      '「seed」と書いてください。代わりに U+200B「ゼロ幅スペース」 があります。'
    )
  })

  test.each(['target', 'tarqet', '目的変数', '', 'a'.repeat(300)])('says nothing about %j', typed => {
    expect(explainOddLetters(typed, known)).toBeUndefined()
  })
})
