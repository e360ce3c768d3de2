import { describe, expect, test } from '@jest/globals'
import { japaneseCatalog } from '../../../shared/src/domain/text/ja/catalog.js'
import { wordingsIn } from '../../../shared/test/domain/text/wordings-in-source.js'
import { sentences } from '../src/sentences-ja.js'

const catalog = new Map([...japaneseCatalog(), ...sentences])
/** Texts that have their own translations, and those of the log and of the README, which are English. */
const otherFiles = ['messages-en.ts', 'messages-ja.ts', 'sentences-ja.ts', 'inputs.ts', 'outcome.ts']

/** Commands as they are written, and the errors of steps, which are English. */
const notSaid = [
  '/mlops retrain',
  '/mlops approve [version]',
  '/mlops reject [version]',
  '/mlops rollback [version] reason: …',
  '/mlops cancel',
  '/mlops status',
  '/mlops help',
  'GITHUB_EVENT_PATH names no file',
  'it is not JSON',
  'Run this action in a workflow that GitHub started.',
  'Run this job again.',
  'there is no token; pass github-token'
]
/** Names and marks, and the warnings and errors of steps, which are English. */
const notTagged = [
  '/mlops {} {}',
  '<sub>{} `{}`</sub>',
  'the comment on issue {} could not be written: {}',
  '{} was changed by others {} times in a row',
  'The training data are those that {} was made from, so the same model will come out of it again. Add the new rows to {} of the store first.',
  'the payload of the event cannot be read: {}',
  'the field {} is not as GitHub sends it',
  'input form-template: there is no {}',
  'recorded request: {}',
  'and {} more problems'
]

const { templates, untagged } = wordingsIn(new URL('../src', import.meta.url).pathname, otherFiles)

test('no sentence of parse-issue lacks its Japanese', () => {
  expect(templates.length).toBeGreaterThan(30)
  expect([
    ...new Set(templates.filter(template => !catalog.has(template) && !notSaid.includes(template)))
  ]).toEqual([])
})

test('no sentence holds values that a catalog cannot find', () => {
  const texts = untagged.map(text => text.replace(/^.*?\.ts: /, ''))
  expect(texts.filter(text => !notTagged.includes(text))).toEqual([])
})

describe('the Japanese sentences', () => {
  test.each([...sentences])('show every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_, index) => index))
  })

  test.each([...sentences])('translate %j, and say something that the sources say', (english, japanese) => {
    expect(japanese).toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/)
    expect(templates).toContain(english)
  })
})
