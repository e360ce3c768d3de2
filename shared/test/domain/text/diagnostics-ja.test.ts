import { describe, expect, test } from '@jest/globals'
import { japaneseCatalog } from '../../../src/domain/text/ja/catalog.js'
import { wordingsIn } from './wordings-in-source.js'

const folders = ['intake', 'request', 'policy'] as const
const folderOf = (name: string) => new URL(`../../../src/domain/${name}`, import.meta.url).pathname
const catalog = japaneseCatalog()

/** Not said to anybody: GitHub's and zod's own words, which are only compared with. */
const notSaid: readonly string[] = ['_No response_', 'Invalid input']

describe.each(folders)('what %s says to people', name => {
  const { templates, untagged } = wordingsIn(folderOf(name))

  test('is in the Japanese catalog', () => {
    expect(templates.length).toBeGreaterThan(0)
    const missing = templates.filter(template => !catalog.has(template) && !notSaid.includes(template))
    expect([...new Set(missing)]).toEqual([])
  })

  test('is a phrase where it holds values', () => {
    expect(untagged).toEqual([])
  })
})

describe('the Japanese catalog', () => {
  test.each([...catalog])('shows every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_, index) => index))
  })

  test('translates every sentence', () => {
    // Names and marks of which nothing is to be translated.
    const same = [...catalog].filter(
      ([english, japanese]) => !/[\u3041-\u30ff\u4e00-\u9fff「]/.test(japanese) && english !== japanese
    )
    expect(same.map(([english]) => english)).toEqual(['{} {}'])
  })
})
