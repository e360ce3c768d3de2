import { describe, expect, test } from '@jest/globals'
import { readCommonInputs } from '../../src/action/common-inputs.js'
import { InputReader } from '../../src/action/inputs.js'
import { UserError } from '../../src/errors.js'
import { InMemoryRunner } from '../../testing/fakes/in-memory-runner.js'

const reader = (inputs: Readonly<Record<string, string>>) => new InputReader(new InMemoryRunner(inputs))

function problemsOf(used: InputReader): readonly string[] {
  try {
    used.finish()
    return []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    expect(error.code).toBe('invalid-inputs')
    return error.problems.map(({ place, message, hint }) => `${place}: ${message}. ${hint ?? ''}`)
  }
}

describe('InputReader', () => {
  test('reads values, and fallbacks where inputs are empty', () => {
    const given = reader({ a: ' x ', b: 'TRUE', n: '0.5', c: 'red', w: 'red,\n blue ,,', m: 'v1' })
    expect([given.text('a'), given.text('none'), given.textOr('none', 'y')]).toEqual(['x', undefined, 'y'])
    expect([given.boolean('b', false), given.boolean('none', true)]).toEqual([true, true])
    expect(given.number('n', { min: 0, max: 1, fallback: 9 })).toBe(0.5)
    expect(given.number('none', { min: 0, max: 1, fallback: 9 })).toBe(9)
    expect([given.choice('c', ['red'], 'red'), given.choice('none', ['red', 'blue'], 'blue')]).toEqual([
      'red',
      'blue'
    ])
    expect(given.words('w', ['red', 'blue'], [])).toEqual(['red', 'blue'])
    expect(given.words('none', ['red'], ['red'])).toEqual(['red'])
    expect([given.matching('m', /^v\d$/, 'a version'), given.matching('none', /x/, 'x')]).toEqual([
      'v1',
      undefined
    ])
    expect(problemsOf(given)).toEqual([])
  })

  test.each([
    { text: '1.5', integer: true, wrong: true },
    { text: '-0.1', wrong: true },
    { text: '10.1', wrong: true },
    { text: 'NaN', wrong: true },
    { text: 'Infinity', wrong: true },
    { text: '1e1', wrong: false },
    { text: '0', wrong: false },
    { text: '10', integer: true, wrong: false }
  ])('the number $text (integer: $integer) is wrong: $wrong', ({ text, integer = false, wrong }) => {
    const given = reader({ n: text })
    const value = given.number('n', { min: 0, max: 10, fallback: 3, integer })
    expect(problemsOf(given)).toHaveLength(wrong ? 1 : 0)
    expect(value).toBe(wrong ? 3 : Number(text))
  })

  test('knows what models and versions are called', () => {
    const given = reader({ good: 'churn-v2', bad: 'Churn', v: 'v1.2.0', w: '1.2' })
    expect([given.modelId('good'), given.modelId('none')]).toEqual(['churn-v2', undefined])
    expect([given.version('v'), given.version('none')]).toEqual(['v1.2.0', undefined])
    given.modelId('bad')
    given.version('w')
    expect(problemsOf(given)).toEqual([
      'input bad: "Churn" is not at most 48 lower-case letters, digits and single hyphens. Write at most 48 lower-case letters, digits and single hyphens.',
      'input w: "1.2" is not a version such as v1.2.0. Write a version such as v1.2.0.'
    ])
  })

  test('one error names every problem, in order, with how to mend it', () => {
    const given = reader({ b: 'yes', n: '11', c: 'green', w: 'red,grün', m: 'x'.repeat(100) })
    given.boolean('b', false)
    given.number('n', { min: 1, max: 10, fallback: 1, integer: true })
    given.choice('c', ['red', 'blue'], 'red')
    given.words('w', ['red'], [])
    given.matching('m', /^v/, 'a version')
    given.reject('a', 'does not fit b', 'Give one of the two.')
    expect(problemsOf(given)).toEqual([
      'input b: "yes" is neither true nor false. Write true or false.',
      'input n: "11" is not a whole number from 1 to 10. Write a whole number in that range.',
      'input c: "green" is not one of its values. Use one of: red, blue.',
      'input w: "grün" is not one of its values. Use any of: red.',
      `input m: "${'x'.repeat(80)}" is not a version. Write a version.`,
      'input a: does not fit b. Give one of the two.'
    ])
  })
})

describe('the common inputs', () => {
  test('have the defaults of the contract', () => {
    const given = reader({})
    expect(readCommonInputs(given, ['pass'])).toEqual({
      store: '.mlops',
      config: '.github/mlops.yml',
      trainingId: undefined,
      githubToken: undefined,
      awsRegion: undefined,
      roleToAssume: undefined,
      failOn: [],
      language: 'en'
    })
    expect(problemsOf(given)).toEqual([])
  })

  test.each([
    { id: 'train-20250110-093000-1a2b3c4d', wrong: false },
    { id: 'train-20250110-093000-1a2b3c4d-12', wrong: false },
    { id: 'train-20250110-093000-1A2B3C4D', wrong: true },
    { id: '../train-20250110-093000-1a2b3c4d', wrong: true },
    { id: 'train-20250110-093000-1a2b3c4d\nx', wrong: true }
  ])('the training id $id is wrong: $wrong', ({ id, wrong }) => {
    const given = reader({ 'training-id': id })
    readCommonInputs(given, [])
    expect(problemsOf(given)).toHaveLength(wrong ? 1 : 0)
  })

  test('fail-on knows only the decisions of the action', () => {
    const given = reader({ 'fail-on': 'failed, reject', language: 'fr' })
    expect(readCommonInputs(given, ['failed', 'stopped']).failOn).toEqual(['failed'])
    expect(problemsOf(given)).toEqual([
      'input fail-on: "reject" is not one of its values. Use any of: failed, stopped.',
      'input language: "fr" is not one of its values. Use one of: en, ja.'
    ])
  })
})
