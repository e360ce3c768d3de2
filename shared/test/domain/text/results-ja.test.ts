import { describe, expect, test } from '@jest/globals'
import { resultText } from '../../../src/action/result-text.js'
import { results } from '../../../src/domain/text/ja/results.js'
import { phrase } from '../../../src/domain/text/phrase.js'
import { wordingsOfFile } from './wordings-in-source.js'

const catalog = new Map(results)
const files = [
  'rollback/src/rollback.ts',
  'rollback/src/release-version.ts',
  'rollback/src/verdict.ts',
  'register/src/change-stage.ts',
  'register/src/refusal.ts',
  'train/src/cancel-run.ts',
  'train/src/cloud/cloud-operations.ts'
]
const pathOf = (file: string) => new URL(`../../../../actions/${file}`, import.meta.url).pathname

test.each(files)('the phrases of %s are in the catalog of results', file => {
  const phrases = wordingsOfFile(pathOf(file)).templates.filter(template => template.includes('{}'))
  expect(phrases.length).toBeGreaterThan(0)
  expect(phrases.filter(template => !catalog.has(template))).toEqual([])
})

describe('the Japanese results', () => {
  const said = files.flatMap(file => wordingsOfFile(pathOf(file)).templates)

  test.each([...results])('show every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_, index) => index))
  })

  test.each([...results])('translate %j, and say something that the sources say', (english, japanese) => {
    expect(japanese).toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/)
    expect(said).toContain(english)
  })
})

test.each([
  ['en', 'v1.2.0 is rejected.'],
  ['ja', 'v1.2.0 を却下しました。']
] as const)('a result is said in %s', (language, expected) => {
  expect(resultText(phrase`${'v1.2.0'} is rejected.`, language)).toBe(expected)
})
