import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.js'
import { evaluateClassification } from '../../../src/domain/metrics/evaluate-classification.js'
import type { ClassPredictions } from '../../../src/domain/metrics/class-predictions.js'
import { evaluateRegression } from '../../../src/domain/metrics/evaluate-regression.js'

const PROBABILITY_METRICS = ['roc_auc', 'average_precision', 'log_loss', 'brier', 'ece']

const yesNo: ClassPredictions = {
  classes: ['no', 'yes'],
  positiveClass: 'yes',
  truth: ['yes', 'yes', 'no', 'no'],
  predicted: ['yes', 'no', 'no', 'yes'],
  probabilities: Float64Array.of(0.1, 0.9, 0.6, 0.4, 0.7, 0.3, 0.2, 0.8)
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
  return undefined
}

describe('predictions without probabilities', () => {
  test('have the metrics of labels, and reasons for the others', () => {
    const { classes, truth, predicted } = yesNo
    const report = evaluateClassification({ classes, truth, predicted })
    expect(report.metrics).toMatchObject({ accuracy: 0.5, precision: 0.5, recall: 0.5, f1: 0.5, mcc: 0 })
    for (const name of PROBABILITY_METRICS) {
      expect(report.metrics[name]).toBeNull()
      expect(report.undefined[name]).toBe('the model gave no probabilities')
    }
  })
})

describe('rows of a class the model has never seen', () => {
  const report = evaluateClassification({ ...yesNo, truth: ['yes', 'maybe', 'no', 'maybe'] })

  test('count as errors', () => {
    // Of yes: one hit, one false alarm (a "maybe" taken for yes), none missed.
    expect(report.metrics).toMatchObject({ accuracy: 0.5, precision: 0.5, recall: 1 })
    expect(report.metrics['recall_macro']).toBeCloseTo(2 / 3, 12)
    expect(report.confusionMatrix).toEqual({
      classes: ['no', 'yes', 'maybe'],
      counts: [
        [1, 0, 0],
        [0, 1, 0],
        [1, 1, 0]
      ]
    })
  })

  test.each(PROBABILITY_METRICS)('leave %s undefined, naming the class', name => {
    expect(report.metrics[name]).toBeNull()
    expect(report.undefined[name]).toContain('"maybe"')
  })

  test('are a wrong target column when there are very many', () => {
    const truth = Array.from({ length: 200 }, (_, row) => `id-${row}`)
    const predicted = truth.map(() => 'yes')
    expect(codeOf(() => evaluateClassification({ classes: ['no', 'yes'], truth, predicted }))).toBe(
      'target-mismatch'
    )
  })
})

describe('values that are no numbers', () => {
  test.each([
    ['NaN', NaN],
    ['infinity', Infinity],
    ['a score beyond 1', 1.5],
    ['a negative score', -0.5]
  ])('a probability of %s leaves the metrics of probabilities undefined', (_name, value) => {
    const probabilities = Float64Array.from(yesNo.probabilities ?? [])
    probabilities[5] = value
    const report = evaluateClassification({ ...yesNo, probabilities })
    for (const name of PROBABILITY_METRICS) {
      expect(report.metrics[name]).toBeNull()
      expect(report.undefined[name]).toContain('row 3')
    }
    expect(report.metrics['accuracy']).toBe(0.5)
  })

  test.each([
    ['a NaN prediction', [1, 2], [1, NaN], 'the prediction of row 2'],
    ['an infinite prediction', [1, 2], [-Infinity, 2], 'the prediction of row 1'],
    ['a NaN target', [NaN, 2], [1, 2], 'the target of row 1']
  ])('%s leaves every regression metric undefined', (_name, truth, predicted, place) => {
    const report = evaluateRegression({
      truth: Float64Array.from(truth),
      predicted: Float64Array.from(predicted)
    })
    expect(new Set(Object.values(report.metrics))).toEqual(new Set([null]))
    expect(Object.values(report.undefined).every(reason => reason.startsWith(place))).toBe(true)
  })

  test('32-bit probabilities may exceed 1 by their rounding', () => {
    const probabilities = Float32Array.from(yesNo.probabilities ?? []).map(value => value * 1.0000001)
    expect(evaluateClassification({ ...yesNo, probabilities }).metrics['roc_auc']).toBe(0.75)
  })
})

describe('no rows at all', () => {
  test('every metric is undefined', () => {
    const classes = evaluateClassification({
      classes: ['a', 'b'],
      truth: [],
      predicted: [],
      probabilities: new Float64Array()
    })
    const numbers = evaluateRegression({ truth: new Float64Array(), predicted: new Float64Array() })
    for (const { metrics, undefined: reasons } of [classes, numbers]) {
      expect(new Set(Object.values(metrics))).toEqual(new Set([null]))
      expect(Object.keys(reasons)).toEqual(Object.keys(metrics))
    }
  })
})

describe('rows left out of mape', () => {
  test('are counted in a note', () => {
    const report = evaluateRegression({
      truth: Float64Array.of(0, 2, 4),
      predicted: Float64Array.of(1, 1, 5)
    })
    expect(report.metrics['mape']).toBe(0.375)
    expect(report.notes['mape']).toBe('1 of 3 rows left out: their target is zero')
  })
})

describe('predictions that do not fit', () => {
  test.each<[string, Partial<ClassPredictions>, string]>([
    ['too few predictions', { predicted: ['yes'] }, 'predictions-invalid'],
    ['too few probabilities', { probabilities: Float64Array.of(1, 0) }, 'predictions-invalid'],
    ['a predicted class that is none', { predicted: ['yes', 'Yes', 'no', 'no'] }, 'predictions-invalid'],
    ['a class number that is none', { predicted: Int32Array.of(0, 1, 2, 0) }, 'predictions-invalid'],
    ['a negative class number', { truth: Int32Array.of(0, 1, -1, 0) }, 'predictions-invalid'],
    ['no classes', { classes: [] }, 'predictions-invalid'],
    ['a class named twice', { classes: ['yes', 'yes'] }, 'predictions-invalid'],
    ['a positive class that is none', { positiveClass: 'yess' }, 'unknown-positive-class']
  ])('%s', (_name, change, code) => {
    expect(codeOf(() => evaluateClassification({ ...yesNo, ...change }))).toBe(code)
  })

  test('numbers of different lengths', () => {
    const outcomes = { truth: Float64Array.of(1), predicted: Float64Array.of(1, 2) }
    expect(codeOf(() => evaluateRegression(outcomes))).toBe('predictions-invalid')
  })

  test('classes named like object properties are classes like others', () => {
    const classes = ['__proto__', 'constructor']
    const report = evaluateClassification({ classes, truth: classes, predicted: classes })
    expect(report.metrics).toMatchObject({ accuracy: 1, f1: 1 })
  })
})
