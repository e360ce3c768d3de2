import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { columnList } from '../src/column-list.js'
import { idleInputs, readDriftInputs } from '../src/inputs.js'

const read = (texts: Record<string, string>) =>
  inputsOf(readDriftInputs, {
    'training-id': '',
    'model-id': 'churn',
    current: 'data',
    'github-token': 'x',
    ...texts
  })

describe('thresholds', () => {
  test.each([
    ['', { notice: 0.1, warn: 0.2, retrain: 0.25 }],
    ['retrain=0.5', { notice: 0.1, warn: 0.2, retrain: 0.5 }],
    ['retrain = .9\n notice=0.3 , warn=0.3', { notice: 0.3, warn: 0.3, retrain: 0.9 }]
  ])('%j are %j', (thresholds, expected) => {
    expect(read({ thresholds }).thresholds).toEqual(expected)
  })

  test.each([
    ['warn=0.3,retrain=0.2', 'do not ascend'],
    ['retrain=0.15', 'do not ascend'],
    ['retain=0.3', 'did you mean "retrain"'],
    ['0.3', 'is no level'],
    ['warn=', 'is not warn= and a number above 0'],
    ['warn=0x1', 'is not warn= and a number above 0'],
    ['warn=-1', 'is not warn= and a number above 0'],
    ['notice=0', 'is not notice= and a number above 0'],
    ['warn=0.2=0.3', 'is not warn= and a number above 0'],
    ['warn=0.2,warn=0.3', 'is there twice']
  ])('%j are refused: %s', (thresholds, message) => {
    expect(() => read({ thresholds })).toThrow(message)
  })
})

describe('lists of columns', () => {
  test.each([
    ['a, b ,c', ['a', 'b', 'c']],
    ['a\nb\r\n\nc,', ['a', 'b', 'c']],
    ['"a, b","say ""x"""', ['a, b', 'say "x"']],
    ['a,a', ['a']],
    [' , ', []]
  ])('%j are %j', (text, names) => {
    expect(columnList(text)).toEqual(names)
  })

  test('any names, quoted, are read as they are', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(names, list => {
        const text = list.map(name => `"${name.replaceAll('"', '""')}"`).join(',')
        expect(columnList(text)).toEqual(list)
      })
    )
  })
})

describe('what inputs need of each other', () => {
  test.each([
    ['no current data', { current: '' }, ['input current: is empty']],
    [
      'a place in S3 without a bucket',
      { current: 's3:///p' },
      ['input current: "s3:///p" is no place in S3']
    ],
    [
      'a path that leaves its bucket',
      { baseline: 's3://b/../c' },
      ['input baseline: "s3://b/../c" is no place']
    ],
    ['neither model nor baseline', { 'model-id': '' }, ['input model-id: is empty, and so is baseline']],
    ['dispatch of nothing', { 'on-retrain': 'dispatch' }, ['input retrain-workflow: is empty']],
    [
      'a request about no model, without a token',
      { 'model-id': '', baseline: 'x', 'on-retrain': 'issue', 'github-token': '' },
      ['input model-id: is empty', 'input github-token: is empty']
    ],
    [
      'everything at once',
      {
        'model-id': 'A B',
        version: '1.0',
        thresholds: 'x',
        'min-rows': '0',
        alpha: '2',
        'on-retrain': 'mail',
        'retrain-workflow': '../x.yml'
      },
      ['model-id', 'version', 'thresholds', 'min-rows', 'alpha', 'on-retrain', 'retrain-workflow'].map(
        name => `input ${name}: `
      )
    ]
  ])('%s', (_name, texts, messages) => {
    let said = ''
    try {
      read(texts)
    } catch (error) {
      said = error instanceof Error ? error.message : ''
    }
    for (const message of messages) expect(said).toContain(message)
    expect(said.split('\n')).toHaveLength(messages.length)
  })

  test('inputs that do nothing are told', () => {
    expect(idleInputs(read({}))).toEqual([])
    expect(idleInputs(read({ 'cloudwatch-namespace': 'x', 'retrain-workflow': 'retrain.yml' }))).toEqual([
      expect.stringContaining('cloudwatch-namespace'),
      expect.stringContaining('retrain-workflow does nothing with on-retrain: none')
    ])
  })
})
