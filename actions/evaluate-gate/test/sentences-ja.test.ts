import { describe, expect, test } from '@jest/globals'
import { speaker } from '../../../shared/src/action/speaker.js'
import { decideGate } from '../../../shared/src/domain/gate/decide-gate.js'
import { wordingsOfFile } from '../../../shared/test/domain/text/wordings-in-source.js'
import { gate as sentences } from '../../../shared/src/domain/text/ja/gate.js'
import { aDecision, anEvaluation } from '../../../shared/testing/builders/records.js'
import { toSummary } from '../src/summary.js'

const files = [
  'actions/evaluate-gate/src/further-rules.ts',
  ...[
    'champion/champion-rules',
    'expressions/evaluate-champion-rule',
    'expressions/evaluate-gate',
    'expressions/explain',
    'expressions/gate-reference',
    'expressions/resolve-reference',
    'fairness/evaluate-fairness',
    'fairness/rate-spread',
    'metrics/average-precision',
    'metrics/class-rates',
    'metrics/explained-variation',
    'metrics/matthews',
    'metrics/measurement',
    'metrics/roc-auc',
    'metrics/row-mean'
  ].map(name => `shared/src/domain/${name}.ts`)
]
/** Sentences of files that also raise errors, which are English. */
const inOtherFiles = [
  'the model gave no probabilities',
  'there are no probabilities',
  'every target is zero',
  'no interval: there are more than {} rows and no rule names the metric',
  'no interval: {}',
  'undefined for the {}: {}',
  '{} takes the rows of a group for independent'
]
/** Errors of the step, which are English, and words that comparisons are made of. */
const notSaid = [
  'the sensitive column {} has {} values for {} predictions',
  'give exactly one prediction per test row',
  'at most',
  'at least',
  'equal to',
  'different from',
  'one of',
  'is {}{}',
  'fairness[{}].{} {} {}'
]
const catalog = new Map(sentences)
const said = new Set(
  files.flatMap(file => {
    const { templates, untagged } = wordingsOfFile(new URL(`../../../${file}`, import.meta.url).pathname)
    return [...templates, ...untagged.map(text => text.slice(text.indexOf('.ts: ') + '.ts: '.length))]
  })
)
/** Two words of English beside each other. */
const ENGLISH = /[A-Za-z]{2,} [A-Za-z]{2,}/

test('no sentence of the gate lacks its Japanese', () => {
  expect(said.size).toBeGreaterThan(30)
  expect([...said].filter(text => !catalog.has(text) && !notSaid.includes(text))).toEqual([])
  expect(notSaid.filter(text => !said.has(text))).toEqual([])
})

describe('the Japanese sentences', () => {
  test.each([...sentences])('show every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_, index) => index))
  })

  test('translate what the sources say', () => {
    const comparison =
      /^\{\} is (?:not )?(?:below|at most|above|at least|equal to|different from|one of) \{\}$/
    const others = sentences.map(([english]) => english).filter(english => !said.has(english))
    expect(others.filter(english => !comparison.test(english)).sort()).toEqual([...inOtherFiles].sort())
    for (const [, japanese] of sentences) expect(japanese).toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/)
  })
})

const measured = {
  metrics: { accuracy: 0.9, rmse: 5, roc_auc: null },
  undefinedReasons: { roc_auc: 'the model gave no probabilities' },
  slices: { 'site=a': { metrics: { accuracy: 0.5 } } },
  sizeBytes: 1000
}

describe('a reason', () => {
  const reasonOf = (gate: string) =>
    decideGate({ ...measured, gates: [{ source: 'request', text: gate }] }).rules[0]?.reason ?? ''

  const say = speaker('ja', sentences)

  test.each([
    ['metrics.accuracy >= 0.95', 'accuracy 0.9 は 0.95 以上ではありません'],
    ['metrics.roc_auc >= 0.9', 'roc_auc は計算できません: モデルが確率を出力しません'],
    [
      'metrics.accuracy > 0.95 || metrics.rmse < 4',
      'どちらも成り立ちません: accuracy 0.9 は 0.95 を上回りません; rmse 5 は 4 未満ではありません'
    ],
    ['slices["site=a"].accuracy >= 0.6', 'accuracy / スライス site=a 0.5 は 0.6 以上ではありません']
  ])('of %s', (gate, expected) => {
    expect(say(reasonOf(gate))).toBe(expected)
  })

  test.each(
    ['<', '<=', '>', '>=', '==', '!='].flatMap(operator =>
      [0.8, 0.9, 0.95].map(bound => `metrics.accuracy ${operator} ${bound}`)
    )
  )('of %s is Japanese', gate => {
    expect(reasonOf(gate)).toMatch(ENGLISH)
    expect(say(reasonOf(gate))).not.toMatch(ENGLISH)
  })
})

test('the Japanese summary says reasons, missing values and the note on the champion in Japanese', () => {
  const [rule] = aDecision().rules
  if (rule === undefined) throw new Error('the decision of the builder has no rule')
  const rules = [{ ...rule, passed: false, reason: 'accuracy 0.8 is not at least 0.85' }]
  const note = 'no interval: there are more than 100 rows and no rule names the metric'
  const champion = { version: 'v1.2.0', metrics: {}, tests: [], note }
  const decision = aDecision({ decision: 'reject', reason_code: 'rule-failed', rules })
  const outcome = { evaluation: anEvaluation({ champion }), decision, report: 'r', warnings: [] }
  const [english, japanese] = [toSummary(outcome, 'en'), toSummary(outcome, 'ja')]
  const said = [
    ['accuracy 0.8 is not at least 0.85', 'accuracy 0.8 は 0.85 以上ではありません'],
    ['the model gave no probabilities', 'モデルが確率を出力しません'],
    [note, '区間なし: 行数が 100 を超え、この指標を使う条件がありません']
  ] as const
  for (const [inEnglish, inJapanese] of said) {
    expect(english).toContain(inEnglish)
    expect(japanese).toContain(inJapanese)
    expect(japanese).not.toContain(inEnglish)
  }
})
