import { describe, expect, test } from '@jest/globals'
import { wordingsIn, wordingsOfFile } from '../../../shared/test/domain/text/wordings-in-source.js'
import { ownSentences, sentences } from '../src/sentences-ja.js'

const catalog = new Map(sentences)
/** The summary has its own translations; inputs and the texts of the README are English. */
const otherFiles = ['summary.ts', 'inputs.ts', 'outcome.ts', 'sentences-ja.ts']

/** Lines of the log and defects, which are English. */
const notSaid = [
  '{}: {} Its run has ended as failed ({}).',
  '{}: completed without a decision; this workflow carries it on.',
  '{}: ended, and not in the history yet; this workflow records it.',
  '{}: its place for a training job ({}) is free again.',
  '{}: its training job was lost to the service; this workflow asks for {}.',
  '{}: its training job {} has ended; the run is {} ({}).',
  '{}: its training job {} is {}; its run is settled.',
  '{}: its training job {} was billed {} s.',
  'Dry run, this would be done: {}',
  'Dry run, nothing was changed: ',
  'Stopping the training job {}: {}.',
  'Warning: {}',
  '{} {} looked at',
  '{} to be carried on',
  '{} to be started again',
  '{} ended',
  '{} training {} stopped',
  'a job that has ended cannot be left',
  '{} min'
]

const withoutPath = (text: string) => text.slice(text.indexOf('.ts: ') + '.ts: '.length)
const found = [
  wordingsIn(new URL('../src', import.meta.url).pathname, otherFiles),
  wordingsOfFile(new URL('../../../shared/src/domain/housekeeping/run-verdict.ts', import.meta.url).pathname)
]
const said = new Set(found.flatMap(({ templates, untagged }) => [...templates, ...untagged.map(withoutPath)]))

test('no sentence of reconcile lacks its Japanese', () => {
  expect(said.size).toBeGreaterThan(40)
  expect([...said].filter(text => !catalog.has(text) && !notSaid.includes(text))).toEqual([])
})

test('what need not be said is in the sources', () => {
  expect(notSaid.filter(text => !said.has(text))).toEqual([])
})

describe('the Japanese sentences', () => {
  test.each([...ownSentences])('show every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_, index) => index))
  })

  test.each([...ownSentences])(
    'translate %j, and say something that the sources say',
    (english, japanese) => {
      expect(japanese).toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/)
      expect(said.has(english)).toBe(true)
    }
  )
})
