import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { phrase } from '../../../src/domain/text/phrase.js'
import { translatorBy } from '../../../src/domain/text/translate-text.js'

const translate = translatorBy(
  new Map([
    ['The training failed.', '失敗。'],
    ['It has {} rows of {}.', '{1} のうち {0} 行。'],
    ['It has {} rows.', '{0} 行。'],
    ['The training job {} was lost: {}. Try again.', 'ジョブ {0} 喪失（{1}）。再試行。'],
    ['there was no capacity', '容量不足'],
    ['"{}" is not an instance type', '「{0}」は不明'],
    ['must be at most {}h (28 days)', '{0}h(28 日)まで'],
    ['Write one such as ml.m5.xlarge.', 'ml.m5.xlarge など。'],
    ['The run {}', '実行 {0}'],
    ['{} is {}', '{0} = {1}']
  ])
)

describe('a text is said in the other language', () => {
  test.each([
    ['as a whole', 'The training failed.', '失敗。'],
    ['with its values', 'It has 12 rows.', '12 行。'],
    ['by the template that says most', 'It has 12 rows of 20.', '20 のうち 12 行。'],
    [
      'with a phrase among its values',
      'The training job j-1 was lost: there was no capacity. Try again.',
      'ジョブ j-1 喪失（容量不足）。再試行。'
    ],
    [
      'with a value that it does not know',
      'The training job j-1 was lost: quota. Try again.',
      'ジョブ j-1 喪失（quota）。再試行。'
    ],
    ['sentence by sentence', 'The training failed. It has 3 rows. Ask bob.', '失敗。 3 行。 Ask bob.'],
    ['line by line', 'The training failed.\nKeyError: x\nIt has 3 rows.', '失敗。\nKeyError: x\n3 行。'],
    ['reason by reason', 'It has 3 rows.; there was no capacity', '3 行。; 容量不足'],
    ['as a clause with a full stop', '"a" is not an instance type.', '「a」は不明。'],
    [
      'behind a place',
      'compute.instance_type: "a" is not an instance type',
      'compute.instance_type: 「a」は不明'
    ],
    ['behind a place that is said, too', 'The run r-1: AccessDenied', '実行 r-1: AccessDenied'],
    [
      'with a hint, and brackets of its own',
      'compute.max_wait: must be at most 672h (28 days) (Write one such as ml.m5.xlarge.)',
      'compute.max_wait: 672h(28 日)まで (ml.m5.xlarge など。)'
    ]
  ])('%s', (_, english, other) => {
    expect(translate(english)).toBe(other)
  })

  test.each([
    ['unknown', 'No space left on device.'],
    [
      'of AWS',
      'User: arn:aws:sts::1:assumed-role/x is not authorized to perform: s3:GetObject (Service: S3)'
    ],
    ['that a template of hardly any words would match', 'value is large'],
    ['with a name of Object.prototype', 'constructor: toString']
  ])('unless it is one %s', (_, text) => {
    expect(translate(text)).toBe(text)
  })

  test('a phrase is said by its template, its texts as texts', () => {
    expect(translate(phrase`${'there was no capacity'} is ${3}`)).toBe('容量不足 = 3')
  })
})

test('a value stays as it is, whatever is in it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9$&{}\\-]{1,40}$/), value => {
      expect(translate(`It has ${value} rows.`)).toBe(`${value} 行。`)
    }),
    { examples: [['{}'], ['{0}'], ['$&']], numRuns: 1000 }
  )
})

test('hostile texts come back', () => {
  for (const piece of [': ', ' (', '. A', '\n', 'It has ', 'The run : '])
    expect(translate(piece.repeat(100_000))).toHaveLength(piece.length * 100_000)
  expect(typeof translate('It has (: '.repeat(799))).toBe('string')
})
