import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { WITHOUT_CHAMPION } from '../../../src/domain/champion/champion-rules.js'
import { compareWithChampion } from '../../../src/domain/champion/compare-with-champion.js'
import type { ChampionReport } from '../../../src/domain/champion/compare-with-champion.js'
import type { ComparedClasses } from '../../../src/domain/champion/pair-classification.js'
import type { ComparedNumbers } from '../../../src/domain/champion/pair-regression.js'
import { metricsOf } from '../../../src/domain/metrics/metric-table.js'
import { evaluationRecord } from '../../../src/domain/records/evaluation.js'
import { randomSource } from '../../../src/domain/statistics/random.js'

/** Numbers in [0, 1), the same for the same seed. */
function noise(rows: number, seed: number): Float64Array {
  const source = randomSource(seed)
  return Float64Array.from({ length: rows }, () => source() / 2 ** 32)
}

/** A regression model whose every error is at most `error`. */
function regressor(error: number, rows = 200): ComparedNumbers {
  const truth = noise(rows, 1).map(value => value * 10)
  const errors = noise(rows, 2)
  return { truth, predicted: truth.map((value, row) => value + error * (2 * (errors[row] ?? 0) - 1)) }
}

/** A classifier that gets every `wrongEvery`-th row wrong, and is surer of others. */
function classifier(wrongEvery: number, rows = 300): ComparedClasses {
  const truth = Array.from(noise(rows, 3), value => (value < 0.5 ? 'no' : 'yes'))
  const predicted = truth.map((label, row) =>
    row % wrongEvery === 0 ? (label === 'no' ? 'yes' : 'no') : label
  )
  const sureness = noise(rows, 4)
  const ofYes = predicted.map((label, row) => (label === 'yes' ? 0.5 : 0) + (sureness[row] ?? 0) / 2)
  return {
    classes: ['no', 'yes'],
    truth,
    predicted,
    probabilities: Float64Array.from(ofYes.flatMap(p => [1 - p, p]))
  }
}

const compareNumbers = (challenger: ComparedNumbers, champion: ComparedNumbers) =>
  compareWithChampion({ task: 'regression', version: 'v1.0.0', challenger, champion })
const compareClasses = (challenger: ComparedClasses, champion: ComparedClasses) =>
  compareWithChampion({ task: 'classification', version: 'v1.0.0', challenger, champion })

function testOf(report: ChampionReport, metric: string) {
  const found = report.tests.find(one => one.metric === metric)
  if (found === undefined) throw new Error(`no test of ${metric}`)
  return found
}

describe('an error metric, smaller is better', () => {
  test('half the error is an improvement', () => {
    const report = compareNumbers(regressor(0.5), regressor(1))
    const rmse = testOf(report, 'rmse')
    expect(rmse.challenger).toBeLessThan(rmse.champion ?? 0)
    expect(rmse.delta).toBeCloseTo((rmse.champion ?? 0) - (rmse.challenger ?? 0), 12)
    expect(report.rules.improves('rmse', 0).outcome).toBe(true)
    expect(report.rules.notWorse('rmse', 0.01).outcome).toBe(true)
    expect(report.rules.improves('rmse', 0.5).outcome).toBe(false)
  })

  test('nine times the error is not', () => {
    const { rules } = compareNumbers(regressor(9), regressor(1))
    expect(rules.improves('rmse', 0).outcome).toBe(false)
    expect(rules.notWorse('rmse', 0.1).outcome).toBe(false)
  })

  test('a NaN prediction is neither better nor worse', () => {
    const broken = regressor(0.5)
    broken.predicted[7] = NaN
    const report = compareNumbers(broken, regressor(1))
    expect(testOf(report, 'rmse')).toMatchObject({ delta: null, interval: null, challenger: null })
    expect(report.rules.improves('rmse', 0)).toMatchObject({ outcome: 'undefined' })
    expect(report.rules.notWorse('rmse', 100).reason).toContain(
      'the prediction of row 8 is not a finite number'
    )
  })
})

describe('a negative baseline', () => {
  /** Predictions of a constant: r2 is negative, the more so the further away. */
  const constant = (value: number): ComparedNumbers => {
    const { truth } = regressor(0)
    return { truth, predicted: truth.map(() => value) }
  }

  test('r2 nearer to zero is better', () => {
    const report = compareNumbers(constant(6.5), constant(7.5))
    expect(testOf(report, 'r2').champion).toBeLessThan(0)
    expect(report.rules.improves('r2', 0).outcome).toBe(true)
  })

  test('r2 further from zero is worse', () => {
    const report = compareNumbers(constant(7.5), constant(6.5))
    expect(testOf(report, 'r2').delta).toBeLessThan(0)
    expect(report.rules.improves('r2', 0).outcome).toBe(false)
    expect(report.rules.notWorse('r2', 0.01).outcome).toBe(false)
  })
})

describe('identical models', () => {
  const report = compareClasses(classifier(10), classifier(10))

  test('differ by nothing, with p 1', () => {
    expect(testOf(report, 'accuracy')).toMatchObject({ delta: 0, p_value: 1, test: 'mcnemar-exact' })
    expect(testOf(report, 'accuracy').interval).toMatchObject({ low: 0, high: 0, confidence: 0.95 })
    expect(testOf(report, 'roc_auc')).toMatchObject({ delta: 0, p_value: 1, test: 'delong' })
  })

  test('are no improvement, and not worse by any margin', () => {
    expect(report.rules.improves('accuracy', 0).outcome).toBe(false)
    expect(report.rules.notWorse('accuracy', 0.001).outcome).toBe(true)
  })
})

describe('classifiers', () => {
  // Wrong on rows 0, 20, 40, …: 15 of 300; the champion on 0, 5, 10, …: 60. The challenger alone is right on 45 of them.
  const report = compareClasses(classifier(20), classifier(5))

  test('are tested on correctness by McNemar', () => {
    const accuracy = testOf(report, 'accuracy')
    expect(accuracy.delta).toBeCloseTo(45 / 300, 12)
    expect((accuracy.p_value ?? 0) / (2 * 0.5 ** 45)).toBeCloseTo(1, 9)
  })

  test('have an interval that agrees with the paired standard error', () => {
    const { interval, detectable_difference: detectable } = testOf(report, 'accuracy')
    const share = 45 / 300
    const standardError = Math.sqrt((share - share ** 2) / 300)
    expect(interval?.low).toBeGreaterThan(share - 2.3 * standardError)
    expect(interval?.low).toBeLessThan(share - 1.6 * standardError)
    expect(interval?.high).toBeGreaterThan(share + 1.6 * standardError)
    expect(interval?.high).toBeLessThan(share + 2.4 * standardError)
    expect((detectable ?? 0) / (2.8016 * standardError)).toBeGreaterThan(0.9)
    expect((detectable ?? 0) / (2.8016 * standardError)).toBeLessThan(1.1)
  })

  test('are undecided where the rows are too few to tell', () => {
    const few = compareClasses(classifier(7, 40), classifier(6, 40))
    const answer = few.rules.improves('accuracy', 0)
    expect(answer.outcome).toBe('undecided')
    expect(answer.reason).toMatch(
      /^accuracy is better than that of v1\.0\.0 by 0\.\d+ .*too few rows to tell/
    )
  })

  test('fill the record, whatever is undefined', () => {
    const { version, metrics, tests } = compareClasses(
      { ...classifier(20), truth: Array.from({ length: 300 }, () => 'no') },
      {
        ...classifier(5),
        truth: Array.from({ length: 300 }, () => 'no')
      }
    )
    const parsed = evaluationRecord.shape.champion.parse(
      JSON.parse(JSON.stringify({ version, metrics, tests }))
    )
    expect(parsed).toEqual({ version, metrics, tests })
    expect(tests.map(({ metric }) => metric)).toEqual(metricsOf('classification').map(({ name }) => name))
    expect(tests.find(({ metric }) => metric === 'roc_auc')?.note).toContain('there are no positive rows')
  })

  test('without probabilities are compared by their labels', () => {
    const { classes, truth, predicted } = classifier(5)
    const labels = { classes, truth, predicted }
    const { tests, rules } = compareClasses(classifier(20), labels)
    expect(tests.find(({ metric }) => metric === 'roc_auc')?.note).toBe(
      'undefined for the champion: the model gave no probabilities'
    )
    expect(rules.improves('accuracy', 0.05).outcome).toBe(true)
  })
})

describe('classes', () => {
  test('in another order are the same classes', () => {
    const { classes, probabilities, ...rows } = classifier(5)
    const swapped = {
      ...rows,
      classes: [...classes].reverse(),
      probabilities: Float64Array.from(probabilities ?? [], (_, cell) => probabilities?.[cell ^ 1] ?? NaN)
    }
    const [plain, reordered] = [classifier(5), swapped].map(champion =>
      compareClasses({ ...classifier(20), positiveClass: 'yes' }, champion)
    )
    expect(reordered?.tests).toEqual(plain?.tests)
  })

  test('that only the champion knows leave the labels comparable', () => {
    const champion = classifier(5)
    const truth = Array.from({ length: 300 }, (_, row) => String(champion.truth[row]))
    const predicted = truth.map((label, row) => (row % 5 === 0 ? 'maybe' : label))
    const report = compareClasses(classifier(20), {
      truth,
      classes: ['maybe', 'no', 'yes'],
      predicted,
      probabilities: new Float64Array(900).fill(1 / 3)
    })
    expect(testOf(report, 'accuracy')).toMatchObject({ champion: 0.8, challenger: 0.95 })
    expect(testOf(report, 'log_loss').note).toContain('its classes are not those of the challenger')
  })
})

describe('rows', () => {
  const ids = (rows: number) => Array.from({ length: rows }, (_, row) => `id-${row}`)

  test('are joined by sample id, in any order', () => {
    const [challenger, champion] = [regressor(0.5), regressor(1)]
    const turned = {
      truth: champion.truth.toReversed(),
      predicted: champion.predicted.toReversed(),
      sampleIds: ids(200).reverse()
    }
    const joined = compareNumbers({ ...challenger, sampleIds: ids(200) }, turned)
    expect(joined.tests).toEqual(compareNumbers(challenger, champion).tests)
    expect(joined.note).toBeUndefined()
  })

  test('that only one model has are left out, and said', () => {
    const whole = { ...regressor(0.5), sampleIds: ids(200) }
    const { truth, predicted } = regressor(1)
    const part = { truth: truth.slice(50), predicted: predicted.slice(50), sampleIds: ids(200).slice(50) }
    const report = compareNumbers(whole, part)
    expect(report.rows).toBe(150)
    expect(report.note).toBe('compared on the 150 of 200 rows both have')
  })

  const other = regressor(1, 150)
  const shifted = { ...regressor(1), truth: regressor(1).truth.map(value => value + 1) }
  const twice = ids(199).concat('id-3')
  test.each<[string, ComparedNumbers, ComparedNumbers, string]>([
    ['another number of rows', regressor(1), other, 'the challenger has 200 rows, the champion 150'],
    ['other targets', regressor(1), shifted, 'the targets differ in row 1'],
    [
      'no id in common',
      { ...regressor(1), sampleIds: ids(200) },
      { ...regressor(1), sampleIds: ids(200).map(id => `x${id}`) },
      'no sample id in common'
    ],
    [
      'an id twice',
      { ...regressor(1), sampleIds: twice },
      { ...regressor(1), sampleIds: ids(200) },
      '"id-3" stands on more than one'
    ]
  ])('%s: nothing is compared and every rule is undecided', (_name, challenger, champion, reason) => {
    const report = compareNumbers(challenger, champion)
    expect(report).toMatchObject({ rows: 0, tests: [], metrics: {} })
    expect(report.note).toContain(reason)
    for (const answer of [report.rules.improves('rmse', 0), report.rules.notWorse('rmse', 1)]) {
      expect(answer.outcome).toBe('undecided')
      expect(answer.reason).toContain(reason)
    }
  })

  test('other classes in the targets are named', () => {
    const champion = classifier(5)
    const truth = Array.from(champion.truth, String)
    truth[4] = 'maybe'
    expect(compareClasses(classifier(5), { ...champion, truth }).note).toMatch(
      /^the targets differ in row 5: .*"maybe" for the champion$/
    )
  })

  test('of a group are drawn together: the interval widens', () => {
    const [challenger, champion] = [classifier(20), classifier(5)]
    // Errors come in runs here: all of the champion's own errors fall into a few groups.
    const groups = Int32Array.from({ length: 300 }, (_, row) => (row % 5 === 0 ? row % 4 : 4 + (row % 16)))
    const grouped = compareWithChampion({
      task: 'classification',
      version: 'v1',
      challenger,
      champion,
      groups
    })
    const width = (report: ChampionReport) => {
      const { interval } = testOf(report, 'accuracy')
      return (interval?.high ?? NaN) - (interval?.low ?? NaN)
    }
    expect(width(grouped)).toBeGreaterThan(1.5 * width(compareClasses(challenger, champion)))
    expect(testOf(grouped, 'accuracy').note).toBe('mcnemar-exact takes the rows of a group for independent')
  })
})

describe('many rows', () => {
  const [challenger, champion] = [regressor(0.9, 2500), regressor(1, 2500)]
  const report = compareWithChampion({
    task: 'regression',
    version: 'v2.0.0',
    challenger,
    champion,
    intervals: ['mae']
  })

  test('have intervals for the primary metric and those asked for', () => {
    const withInterval = report.tests.filter(({ interval }) => interval !== null).map(({ metric }) => metric)
    expect(withInterval.sort()).toEqual(['mae', 'rmse'])
    expect(testOf(report, 'r2').delta).not.toBeNull()
  })

  test('decide a rule on another metric all the same', () => {
    expect(report.rules.improves('r2', 0).outcome).toBe(true)
  })

  test('decide as they do when the metric is asked for beforehand', () => {
    const asked = compareWithChampion({
      task: 'regression',
      version: 'v2.0.0',
      challenger,
      champion,
      intervals: ['r2']
    })
    expect(asked.rules.improves('r2', 0)).toEqual(report.rules.improves('r2', 0))
  })
})

describe('rules', () => {
  test('without a champion are both true, and say so', () => {
    for (const answer of [WITHOUT_CHAMPION.improves('f1', 1), WITHOUT_CHAMPION.notWorse('f1', 0)]) {
      expect(answer).toEqual({ outcome: true, reason: 'there is no champion to compare f1 with' })
    }
  })

  test('on a metric of unknown direction are undefined', () => {
    const { rules } = compareNumbers(regressor(1), regressor(2))
    expect(rules.improves('shortage_rate', 0)).toEqual({
      outcome: 'undefined',
      reason: 'shortage_rate cannot be compared with v1.0.0: it is not known which way is better'
    })
  })

  test('too few rows for an interval are undecided', () => {
    const { rules } = compareNumbers(regressor(1, 9), regressor(2, 9))
    expect(rules.improves('rmse', 0)).toMatchObject({ outcome: 'undecided' })
  })

  test('asking for more never turns a no into a yes', () => {
    const { rules } = compareClasses(classifier(12), classifier(6))
    const rank = { true: 2, undecided: 1, false: 0, undefined: -1 }
    const amount = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const ofImproves = (by: number) => rank[`${rules.improves('accuracy', by).outcome}`]
        const ofNotWorse = (margin: number) => rank[`${rules.notWorse('accuracy', margin).outcome}`]
        expect(ofImproves(more)).toBeLessThanOrEqual(ofImproves(less))
        expect(ofNotWorse(less)).toBeLessThanOrEqual(ofNotWorse(more))
        expect(ofNotWorse(less)).toBe(ofImproves(-less))
      })
    )
  })

  test('a better challenger never turns a yes into a no', () => {
    const rank = { true: 2, undecided: 1, false: 0, undefined: -1 }
    const outcomes = [1.4, 1.2, 1, 0.8, 0.6, 0.2].map(
      error => rank[`${compareNumbers(regressor(error), regressor(1)).rules.improves('mae', 0.1).outcome}`]
    )
    expect(outcomes).toEqual(outcomes.toSorted((a, b) => a - b))
    expect([outcomes[0], outcomes.at(-1)]).toEqual([0, 2])
  })
})
