import { describe, expect, test } from '@jest/globals'
import { evaluateClassification } from '../../../src/domain/metrics/evaluate-classification.js'
import { evaluateRegression } from '../../../src/domain/metrics/evaluate-regression.js'
import type { MetricReport } from '../../../src/domain/metrics/metric-report.js'
import { metricsOf } from '../../../src/domain/metrics/metric-table.js'
import { expectClose } from '../expect-close.js'
import { metricVectors } from '../metric-vectors.js'
import type { ClassificationVector, RegressionVector } from '../metric-vectors.js'

const named = <V extends { name: string }>(vectors: readonly V[]) =>
  vectors.map((vector): [string, V] => [vector.name, vector])

const className = (index: number) => `c${index}`

function evaluate({ classes, positive, truth, predicted, probabilities }: ClassificationVector) {
  return evaluateClassification({
    classes: Array.from({ length: classes }, (_, index) => className(index)),
    positiveClass: className(positive),
    truth: truth.map(className),
    predicted: Int32Array.from(predicted),
    ...(probabilities === null ? {} : { probabilities: Float64Array.from(probabilities) })
  })
}

function expectMetrics(report: MetricReport, expected: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(expected)) {
    expectClose(report.metrics[name], value)
    expect(typeof report.undefined[name]).toBe(value === null ? 'string' : 'undefined')
  }
}

describe('classification metrics agree with scikit-learn', () => {
  test.each(named(metricVectors.classification))('%s', (_name, vector) => {
    const report = evaluate(vector)
    expectMetrics(report, vector.expected)
    expect(report.confusionMatrix?.counts).toEqual(vector.confusion)
  })

  test('every metric of the table is measured, and none beside it', () => {
    for (const [, vector] of named(metricVectors.classification)) {
      const names = metricsOf('classification').map(({ name }) => name)
      expect(Object.keys(evaluate(vector).metrics).sort()).toEqual(names.sort())
    }
  })
})

describe('regression metrics agree with scikit-learn', () => {
  const evaluateVector = ({ truth, predicted }: RegressionVector) =>
    evaluateRegression({ truth: Float64Array.from(truth), predicted: Float64Array.from(predicted) })

  test.each(named(metricVectors.regression))('%s', (_name, vector) => {
    const report = evaluateVector(vector)
    expectMetrics(report, vector.expected)
    expect(Object.keys(report.metrics).sort()).toEqual(
      metricsOf('regression')
        .map(({ name }) => name)
        .sort()
    )
  })
})
