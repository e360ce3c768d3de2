import { describe, expect, test } from '@jest/globals'
import { training } from '../../../shared/src/domain/text/ja/training.js'
import { wordingsOfFile } from '../../../shared/test/domain/text/wordings-in-source.js'
import { ownSentences, sentences } from '../src/sentences-ja.js'

const catalog = new Map(sentences)

const ownFiles = [
  'actions/train/src/cancel-run.ts',
  'actions/train/src/describe-record.ts',
  'actions/train/src/script.ts',
  'actions/train/src/train.ts',
  'actions/train/src/attach.ts',
  'actions/train/src/request-stop.ts',
  ...[
    'budget',
    'carry-on',
    'cloud-operations',
    'conclude',
    'end-now',
    'ending',
    'job-requests',
    'lost-run',
    'plan-run',
    'refusal',
    'run-context',
    'settle-run',
    'stop-leftover',
    'train-in-cloud',
    'upload-inputs'
  ].map(name => `actions/train/src/cloud/${name}.ts`)
]
const sharedFiles = [
  'shared/src/action/remote-training/follow-job.ts',
  'shared/src/adapters/python/find-interpreter.ts',
  'shared/src/adapters/python/local-training-service.ts',
  ...['check-budget', 'instance-price', 'worst-case'].map(name => `shared/src/domain/cost/${name}.ts`),
  ...[
    'build-job-spec',
    'failure-reason',
    'hyperparameter-texts',
    'job-end',
    'next-attempt',
    'training-image',
    'validate-job-spec'
  ].map(name => `shared/src/domain/sagemaker/${name}.ts`),
  'shared/src/tables/dataset/fetch-channel.ts',
  'shared/src/training/cloud/settle-job.ts',
  'shared/src/training/ended-record.ts'
]

/** Lines of the log, errors of steps and defects, which are English, and what a program is told. */
const notSaid = [
  'Another job has been training {} since {}; waiting for it.',
  'Asked the job that trains {} to stop.',
  'The training job {} was asked for already; following it.',
  'Asking SageMaker for the training job {}.',
  'Asking SageMaker to stop {}.',
  'Stopping the training job {}, which this step left.',
  'Trying again in {} s ({} of {}): {}.',
  'the training job {} writes into another store',
  'Name the store that its run is in.',
  'a run without a record was not begun',
  'the job {} has not ended',
  'Training with {} (Python {}{})',
  '{} is Python {} without {}',
  '{} still lacks {}',
  '{} min'
]

const said = (files: readonly string[]) => {
  const found = files.map(file => wordingsOfFile(new URL(`../../../${file}`, import.meta.url).pathname))
  return new Set(
    found.flatMap(({ templates, untagged }) => [
      ...templates,
      ...untagged.map(text => text.slice(text.indexOf('.ts: ') + '.ts: '.length))
    ])
  )
}
const own = said(ownFiles)
const shared = said(sharedFiles)

test.each([
  ['train', own, 30],
  ['what trainings have in common', shared, 70]
] as const)('no sentence of %s lacks its Japanese', (_, texts, least) => {
  expect(texts.size).toBeGreaterThan(least)
  expect([...texts].filter(text => !catalog.has(text) && !notSaid.includes(text))).toEqual([])
})

test('what need not be said is in the sources', () => {
  expect(notSaid.filter(text => !own.has(text) && !shared.has(text))).toEqual([])
})

describe.each([
  ['train', ownSentences],
  ['what trainings have in common', training]
] as const)('the Japanese sentences of %s', (_, pairs) => {
  test.each([...pairs])('show every value of %j once', (english, japanese) => {
    const values = english.match(/\{\}/g) ?? []
    const shown = [...japanese.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()
    expect(shown).toEqual(values.map((_value, index) => index))
  })

  test.each([...pairs])('translate %j, and say something that the sources say', (english, japanese) => {
    expect(japanese).toMatch(/[\u3041-\u30ff\u4e00-\u9fff]/)
    expect(own.has(english) || shared.has(english)).toBe(true)
  })
})
