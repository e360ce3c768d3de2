import { describe, expect, test } from '@jest/globals'
import { checkGate, gateNeeds, parseGate } from '../../../src/domain/expressions/check-gate.js'
import { gateVocabulary } from '../../../src/domain/expressions/gate-vocabulary.js'

const vocabulary = gateVocabulary('regression', ['shortage_rate'])

describe('a sound gate has no problems', () => {
  test.each([
    'metrics.rmse < 5.0 && metrics.shortage_rate < 0.01',
    'metrics["rmse"] < 5',
    'slices["region=north"].rmse <= 6 || champion.rmse > 7',
    'metrics.rmse < champion.metrics.rmse',
    'improves("rmse", 0.1) && improves(rmse, 0.1) && improves(metrics.rmse, 0.1) && improves(rmse)',
    'not_worse(rmse, 0.05 * champion.rmse)',
    'size_bytes < 5000000 && latency_p95_ms <= 1e2',
    'min(metrics.rmse, metrics.mae, 3) + max(1, 2) * abs(-2) - 1 / 2 > 0',
    'metrics.rmse > 3 ? metrics.mae < 1 : !(metrics.mae > 2)',
    'metrics.rmse in [1, 2.5]',
    'metrics.rmse < 5 // five litres\n && metrics.mae < 2',
    'metrics.rmse < 99999999999999999999'
  ])('%s', text => {
    expect(checkGate(text, vocabulary)).toEqual([])
  })
})

describe('a problem is placed and explained', () => {
  test.each<[string, string, [number, number, string, string?]]>([
    ['misspelt metric', 'metrics.rmes < 5', [1, 1, 'there is no metric "rmes"', 'did you mean rmse?']],
    ['metric of another task', 'metrics.accuracy > 0.5', [1, 1, 'there is no metric "accuracy"', 'known:']],
    ['bare metric', 'rmse < 5', [1, 1, '"rmse" is unknown', 'write metrics.rmse']],
    ['misspelt name', '1 > metrcs.rmse', [1, 5, '"metrcs" is unknown', 'did you mean metrics?']],
    ['too many members', 'metrics.a.b > 1', [1, 1, 'nothing can be read here', 'write metrics.<name>']],
    ['name without metric', 'metrics < 3', [1, 1, 'metrics is no value', 'write metrics.<metric>']],
    ['slice without value', 'slices["north"].rmse < 1', [1, 1, '"north" names no slice', 'slices["<column>']],
    [
      'unknown function',
      'improve(rmse, 1)',
      [1, 1, 'there is no function improve', 'did you mean improves?']
    ],
    ['no margin', 'not_worse(rmse)', [1, 1, 'not_worse takes a metric and a number', 'not_worse(metric']],
    ['compared number', 'improves(1, 2)', [1, 10, 'this must be a metric', '"rmse"']],
    ['negative amount', 'improves(rmse, -0.1)', [1, 16, 'the amount must not be negative']],
    ['no direction', 'improves(shortage_rate, 1)', [1, 10, 'whether more or less of "shortage_rate"']],
    ['a number', 'metrics.rmse', [1, 1, 'a gate must be true or false, this is a number', 'compare it']],
    ['text compared', 'metrics.rmse < "5"', [1, 16, 'this must be a number, it is a text']],
    ['boolean added', 'metrics.rmse + true > 1', [1, 16, 'this must be a number, it is a boolean']],
    ['number negated', '!metrics.rmse', [1, 2, 'this must be a boolean, it is a number']],
    ['chained', '1 < metrics.rmse < 3', [1, 1, 'this must be a number', 'comparisons do not chain']],
    ['mixed branches', 'true ? 1 : true', [1, 1, 'a number and a boolean do not go together']],
    ['in a number', 'metrics.rmse in 5', [1, 17, '"in" needs a list', 'write x in [1, 2, 3]']],
    ['compared lists', '[1] == [2]', [1, 1, 'lists cannot be compared']],
    ['abs of nothing', 'abs() < 1', [1, 1, 'abs takes one number']],
    ['min of one', 'min(1) < 2', [1, 1, 'min takes at least two numbers']],
    ['map', '{"a": 1} == 1', [1, 1, 'maps are not part of this language']],
    ['method', '[1].exists(x, x > 0)', [1, 1, 'methods such as .exists']],
    ['remainder', 'metrics.rmse % 2 == 0', [1, 1, 'doubles have no operator %']],
    ['null', 'metrics.rmse == null', [1, 17, 'only numbers, texts and true or false']],
    ['unit', 'size_bytes < 5MB', [1, 15, 'unexpected "MB"', '5000000']],
    ['single =', 'metrics.rmse = 1', [1, 14, 'unexpected "="', '==']],
    ['word and', 'metrics.rmse < 5 and true', [1, 18, 'unexpected "and"', '&&']],
    ['open text', 'slices["a', [1, 8, 'this text has no closing quote']],
    ['early end', 'metrics.rmse <', [1, 15, 'the expression ends too early']],
    ['open parenthesis', '(metrics.rmse < 5', [1, 18, 'the expression ends too early']],
    ['too large', 'metrics.rmse < 1e400', [1, 16, 'this is no number a double can hold']],
    ['empty', ' \n', [1, 1, 'the expression is empty']],
    ['third line', 'true &&\ntrue &&\n  metrics.rmes < 1', [3, 3, 'there is no metric "rmes"']],
    ['after an emoji', '"😀" == "a" && metrics.mea < 1', [1, 15, 'there is no metric "mea"', 'mae']]
  ])('%s', (_, text, [line, column, message, hint]) => {
    expect(checkGate(text, vocabulary)).toMatchObject([
      {
        line,
        column,
        message: expect.stringContaining(message),
        ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) })
      }
    ])
  })

  test('all problems come at once', () => {
    const problems = checkGate('metrics.rmes < 5 && foo(1) && rmse > 1', vocabulary)
    expect(problems.map(({ column }) => column)).toEqual([1, 21, 31])
  })

  test('an incomplete vocabulary leaves metrics to the evaluation', () => {
    expect(checkGate('metrics.anything < 5 && improves(anything, 1)')).toEqual([])
  })
})

describe('hostile sizes are refused', () => {
  test.each([
    ['long', `metrics.rmse < ${'1'.repeat(4000)}`, 'the expression has 4015 characters, more than 4000'],
    ['deep', `${'('.repeat(1000)}true${')'.repeat(1000)}`, 'nested too deeply or has too many parts'],
    ['negated', `${'!'.repeat(3000)}true`, 'nested too deeply or has too many parts'],
    ['wide', Array(800).fill('1').join('<'), 'nested too deeply or has too many parts'],
    ['listed', `1 in [${Array(900).fill('1').join(',')}]`, 'nested too deeply or has too many parts']
  ])('%s', (_, text, message) => {
    expect(checkGate(text)).toMatchObject([{ message: expect.stringContaining(message) }])
  })

  test('names of the object prototype are names like any other', () => {
    expect(checkGate('metrics.constructor > 1 && toString > 1', vocabulary)).toHaveLength(2)
  })
})

test('a gate says what must be measured', () => {
  const parsed = parseGate(
    'metrics.rmse < champion.mae && slices["a=b"].r2 > 0 && improves("bias", 0) && (size_bytes < 1 || latency_p95_ms < 2)'
  )
  expect(parsed.ok && gateNeeds(parsed.root)).toEqual({
    metrics: ['rmse', 'mae', 'bias'],
    slices: ['a=b'],
    compared: ['bias'],
    sizeBytes: true,
    latency: true
  })
})
