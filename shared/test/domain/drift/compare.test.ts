import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import type { DriftOptions } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { DEFAULT_THRESHOLDS, severityOf } from '../../../src/domain/drift/severity.js'
import type { Severity } from '../../../src/domain/drift/severity.js'
import { verdictOf } from '../../../src/domain/drift/verdict.js'
import type { VerdictReason } from '../../../src/domain/drift/verdict.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'

function numbers(name: string, count: number, value: (index: number) => number): DriftColumn {
  return { kind: 'numeric', name, values: Float64Array.from({ length: count }, (_, index) => value(index)) }
}

function texts(name: string, cells: readonly (string | null)[]): DriftColumn {
  const dictionary = [...new Set(cells.filter(cell => cell !== null))]
  const codes = Int32Array.from(cells, cell => (cell === null ? -1 : dictionary.indexOf(cell)))
  return { kind: 'text', name, codes, dictionary }
}

const repeat = (cell: string | null, times: number) => Array<string | null>(times).fill(cell)
/** 1000 evenly spread values in [0, 1) in scrambled order. */
const even = (name: string, shift = 0) => numbers(name, 1000, index => ((index * 617) % 1000) / 1000 + shift)

describe('categorical features', () => {
  test('values, other values, unseen values and missing cells are bins of their own', () => {
    // Baseline shares: a 0.6, b 0.3, missing 0.05, ten values of 0.005 (other). Current: a 0.4, b 0.3, c 0.3 (unseen).
    const rare = Array.from({ length: 10 }, (_, index) => repeat(`rare${index}`, 5)).flat()
    const baseline = texts('x', [...repeat('a', 600), ...repeat('b', 300), ...repeat(null, 50), ...rare])
    const current = texts('x', [...repeat('a', 400), ...repeat('b', 300), ...repeat('c', 300)])
    const [feature] = compareColumns([baseline], [current]).features
    const term = (p: number, q: number) => (p - q) * Math.log(p / q)
    const expected = term(0.6, 0.4) + term(0.3, 0.3) + term(0.05, 1e-4) + term(0.05, 1e-4) + term(1e-4, 0.3)
    expect(feature?.psi).toBeCloseTo(expected, 12)
    expect(feature?.missing_rate).toEqual({ baseline: 0.05, current: 0 })
    expect(feature?.severity).toBe('retrain')
    expect(feature?.kind).toBe('categorical')
  })

  test('numbers with at most twenty distinct values are categories', () => {
    const few = numbers('few', 400, index => index % 20)
    const many = numbers('many', 420, index => index % 21)
    expect(buildProfile([few, many]).features.map(feature => feature.kind)).toEqual([
      'categorical',
      'numeric'
    ])
    expect(buildProfile([few], new Map([['few', 'numeric']])).features[0]?.kind).toBe('numeric')
    expect(buildProfile([many], new Map([['many', 'categorical']])).features[0]?.kind).toBe('categorical')
  })

  test('at most fifty values have a bin, by share, then by code point', () => {
    const cells = Array.from({ length: 60 }, (_, index) =>
      repeat(String.fromCodePoint(0x1f600 - index), 20 + (index % 2))
    ).flat()
    const profile = buildProfile([texts('x', cells)]).features[0]
    if (profile?.kind !== 'categorical') throw new Error('texts are categorical')
    expect(profile.values).toHaveLength(50)
    expect(profile.values[0]).toBe(String.fromCodePoint(0x1f600 - 59))
    expect(profile.other_values).toHaveLength(10)
  })

  test('a value named like a prototype is a value', () => {
    const column = texts('x', [...repeat('__proto__', 300), ...repeat('constructor', 300)])
    const { features } = compareColumns([column], [column])
    expect(features[0]).toMatchObject({ psi: 0, severity: 'ok' })
  })
})

describe('columns', () => {
  test('that are empty, constant or all missing are judged without failing', () => {
    const nothing = numbers('x', 300, () => Number.NaN)
    const constant = numbers('x', 300, () => 5)
    const verdicts = [
      compareColumns([nothing], [nothing]),
      compareColumns([nothing], [constant]),
      compareColumns([constant], [nothing]),
      compareColumns([constant], [constant])
    ].map(({ features }) => features[0]?.severity)
    expect(verdicts).toEqual(['ok', 'retrain', 'retrain', 'ok'])
  })

  test('without rows are insufficient data, and all numbers stay finite', () => {
    const { features, severity } = compareColumns([even('x')], [numbers('x', 0, () => 0)])
    expect(severity).toBe('insufficient-data')
    expect(features[0]).toMatchObject({
      psi: 0,
      psi_critical: 0,
      jensen_shannon: 0,
      missing_rate: { baseline: 0, current: 0 }
    })
  })

  test('that are missing, new or of another kind are violations', () => {
    const baseline = [even('kept'), even('gone'), even('typed'), even('vital')]
    const typed = texts('typed', ['oops', ...Array.from({ length: 999 }, (_, index) => String(index / 999))])
    const result = compareColumns(baseline, [even('kept'), typed, even('new')], { critical: ['vital'] })
    expect(result.violations).toEqual([
      { feature: 'gone', check: 'missing_column', severity: 'warn' },
      { feature: 'vital', check: 'missing_column', severity: 'retrain' },
      { feature: 'typed', check: 'type_changed', severity: 'warn' },
      { feature: 'new', check: 'extra_column', severity: 'notice' }
    ])
    expect(result.features.map(feature => [feature.name, feature.severity])).toEqual([
      ['typed', 'warn'],
      ['kept', 'ok']
    ])
    expect(result.severity).toBe('retrain')
  })

  test('a new column alone is a notice; with chosen features it is none of our business', () => {
    expect(compareColumns([even('x')], [even('x'), even('y')]).severity).toBe('notice')
    expect(compareColumns([even('x')], [even('x'), even('y')], { features: ['x'] }).severity).toBe('ok')
  })

  test('are reported worst first', () => {
    const current = [even('a', 0.01), even('b', 0.5), even('c', 0.2)]
    const result = compareColumns([even('a'), even('b'), even('c')], current)
    expect(result.features.map(feature => feature.name)).toEqual(['b', 'c', 'a'])
  })
})

describe('target and prediction', () => {
  const roles = new Map([
    ['label', 'target'],
    ['prediction', 'prediction']
  ] as const)
  const baseline = [even('x'), even('y'), even('label')]
  const sides = {
    data: (current: readonly DriftColumn[], options: DriftOptions = {}) =>
      compareColumns(baseline, current, { ...options, roles }),
    'a profile': (current: readonly DriftColumn[], options: DriftOptions = {}) =>
      compareProfile(buildProfile(baseline, new Map(), roles), current, options)
  }

  test.each(Object.entries(sides))('are critical, and need not be there: %s', (_name, compare) => {
    const steady = [even('x'), even('y')]
    expect(compare(steady)).toMatchObject({ severity: 'ok', violations: [] })
    const shifted = compare([...steady, even('label', 0.5)])
    expect(shifted).toMatchObject({ severity: 'retrain', because: 'critical-feature', violations: [] })
    expect(shifted.features[0]).toMatchObject({ name: 'label', role: 'target', severity: 'retrain' })
    expect(shifted.features[1]).toMatchObject({ role: 'feature', severity: 'ok' })
  })

  test.each(Object.entries(sides))('are compared whatever features are chosen: %s', (_name, compare) => {
    const current = [even('x'), even('y', 0.5), even('label'), even('new')]
    const { features, severity } = compare(current, { features: ['x'] })
    expect(features.map(({ name }) => name).sort()).toEqual(['label', 'x'])
    expect(severity).toBe('ok')
  })

  test('may have rows of their own', () => {
    const profile = buildProfile(baseline, new Map(), roles)
    const [x, y, label] = profile.features
    const [prediction] = buildProfile([numbers('prediction', 40, index => index)]).features
    if (x === undefined || y === undefined || label === undefined || prediction === undefined)
      throw new Error('every column has a profile')
    const own = { ...prediction, role: 'prediction' as const, rows: 40 }
    const whole = baselineProfile.parse({ ...profile, features: [x, y, label, own] })
    const result = compareProfile(whole, [even('x'), numbers('prediction', 1000, index => index % 40)])
    expect(result.baseline_rows).toBe(1000)
    const found = result.features.find(({ name }) => name === 'prediction')
    // 40 rows are fewer than min-rows.
    expect(found).toMatchObject({ severity: 'insufficient-data', missing_rate: { baseline: 0, current: 0 } })
    expect(found?.bins.map(bin => bin.baseline).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
  })
})

test('columns of the training data that the model does not use are nothing new', () => {
  const profile = { ...buildProfile([even('x')]), other_columns: ['row_id'] }
  expect(compareProfile(profile, [even('x'), even('row_id')])).toMatchObject({
    severity: 'ok',
    violations: []
  })
  expect(compareProfile(profile, [even('x'), even('another')])).toMatchObject({ because: 'new-columns' })
})

describe('categories that are numbers', () => {
  const codes = (...spellings: string[]) =>
    texts(
      'x',
      spellings.flatMap(text => repeat(text, 300))
    )

  test.each([
    ["with another program's decimals", ['1', '2'], ['1.0', '2.0']],
    ['without them', ['1.0', '2.50'], ['1', '2.5']],
    ['with blanks and signs', ['1', '-2'], [' 1', '-2.0 ']]
  ])('are the same %s', (_name, before, now) => {
    const [feature] = compareColumns([codes(...before)], [codes(...now)]).features
    expect(feature).toMatchObject({ psi: 0, severity: 'ok' })
    const profile = buildProfile([codes(...before)])
    expect(compareProfile(profile, [codes(...now)]).features[0]).toMatchObject({ psi: 0 })
  })

  test.each([
    [
      'the column is declared categorical: the model takes texts',
      ['1', '2'],
      new Map([['x', 'categorical']] as const)
    ],
    ['one of the values is none', ['1', '2', 'other'], new Map()],
    ['two texts are the same number', ['01', '1', '2'], new Map()]
  ])('are compared as spelled where %s', (_name, before, declared) => {
    const [feature] = compareColumns([codes(...before)], [codes('1.0', '2.0')], { declared }).features
    expect(feature?.bins.find(({ bin }) => bin.kind === 'unseen')?.current).toBe(1)
    expect(feature?.severity).toBe('retrain')
  })

  test('of a target are the same however they are declared', () => {
    const declared = new Map([['x', 'categorical']] as const)
    const roles = new Map([['x', 'target']] as const)
    const [feature] = compareColumns([codes('0', '1')], [codes('0.0', '1.0')], { declared, roles }).features
    expect(feature).toMatchObject({ psi: 0, role: 'target' })
  })
})

describe('both distributions', () => {
  test('of a numeric feature come with its quantiles', () => {
    const [feature] = compareColumns(
      [numbers('x', 201, index => index)],
      [numbers('x', 101, index => 1000 + index)]
    ).features
    // Type 7 of 0 … 200 and of 1000 … 1100.
    expect(feature?.quantiles).toEqual({
      baseline: { p5: 10, p50: 100, p95: 190 },
      current: { p5: 1005, p50: 1050, p95: 1095 }
    })
    expect(feature?.bins).toHaveLength(11)
    expect(feature?.bins[0]).toEqual({
      bin: { kind: 'interval', lower: null, upper: 20 },
      baseline: expect.closeTo(21 / 201, 12),
      current: 0
    })
    expect(feature?.bins[9]).toMatchObject({ bin: { lower: 180, upper: null }, current: 1 })
    expect(feature?.bins[10]).toEqual({ bin: { kind: 'missing' }, baseline: 0, current: 0 })
  })

  test('of few numbers have a bin for each, and one for the others', () => {
    const declared = new Map([['x', 'numeric']] as const)
    const [feature] = compareColumns(
      [numbers('x', 300, index => (index % 20 === 0 ? 7 : 5))],
      [numbers('x', 300, index => (index % 3 === 0 ? 6 : 5))],
      { declared }
    ).features
    expect(feature?.bins.map(({ bin }) => bin)).toEqual([
      { kind: 'value', value: 5 },
      { kind: 'value', value: 7 },
      { kind: 'other' },
      { kind: 'missing' }
    ])
    expect(feature?.bins.map(({ current }) => current)).toEqual([
      expect.closeTo(2 / 3, 12),
      0,
      expect.closeTo(1 / 3, 12),
      0
    ])
  })

  test('without values on a side have no quantiles', () => {
    const nothing = numbers('x', 300, () => Number.NaN)
    const declared = new Map([['x', 'numeric']] as const)
    expect(compareColumns([even('x')], [nothing], { declared }).features[0]?.quantiles).toBeUndefined()
    expect(compareColumns([nothing], [even('x')], { declared }).features[0]?.quantiles).toBeUndefined()
  })
})

describe('tests', () => {
  test('raise an ok feature to notice when they are significant and the effect is large', () => {
    // 8 % of the rows moved two deciles up: PSI stays below 0.1, the distributions differ by D = 0.1 somewhere.
    const moved = numbers('x', 1000, index => {
      const value = ((index * 617) % 1000) / 1000
      return value < 0.5 && index % 4 === 0 ? value + 0.5 : value
    })
    const [feature] = compareColumns([even('x')], [moved]).features
    expect(feature?.ks?.statistic).toBeGreaterThan(0.1)
    expect(feature?.p_adjusted).toBeLessThan(0.05)
    expect(feature?.psi).toBeLessThan(0.1)
    expect(feature?.severity).toBe('notice')
  })

  test('do not when the effect is small, however significant', () => {
    const wide = (name: string, shift: number) =>
      numbers(name, 50_000, index => ((index * 617) % 50_000) / 50_000 + shift)
    const [feature] = compareColumns([wide('x', 0)], [wide('x', 0.02)]).features
    expect(feature?.p_adjusted).toBeLessThan(0.001)
    expect(feature?.severity).toBe('ok')
  })

  test('p-values are adjusted over the features that have one', () => {
    const baseline = [even('a'), even('b'), numbers('empty', 1000, () => Number.NaN)]
    const declared = new Map([['empty', 'numeric']] as const)
    const result = compareColumns(
      baseline,
      [even('a', 0.03), even('b'), numbers('empty', 1000, () => Number.NaN)],
      { declared }
    )
    const find = (name: string) => result.features.find(feature => feature.name === name)
    expect(find('empty')?.p_adjusted).toBeNull()
    expect(find('a')?.p_adjusted).toBeCloseTo(Math.min(1, 2 * (find('a')?.ks?.p_value ?? 0)), 12)
  })
})

describe('severity', () => {
  const rows = { baselineRows: 1000, currentRows: 1000, psi_critical: 0.02 }
  const cases: [psi: number, expected: Severity][] = [
    [0.1, 'ok'],
    [0.1000001, 'notice'],
    [0.2, 'notice'],
    [0.2000001, 'warn'],
    [0.25, 'warn'],
    [0.2500001, 'retrain']
  ]
  test.each(cases)('an index of %d is %s', (psi, expected) => {
    expect(severityOf({ ...rows, psi }, DEFAULT_THRESHOLDS, 200)).toBe(expected)
  })

  test.each([
    ['below what sampling explains', { ...rows, psi: 0.15, psi_critical: 0.16 }, 'ok'],
    ['sampling alone could reach the warning', { ...rows, psi: 0.5, psi_critical: 0.2 }, 'insufficient-data'],
    ['too few baseline rows', { ...rows, psi: 0.5, baselineRows: 199 }, 'insufficient-data'],
    ['too few current rows', { ...rows, psi: 0.5, currentRows: 199 }, 'insufficient-data'],
    ['just enough rows', { ...rows, psi: 0.5, currentRows: 200 }, 'retrain']
  ] as const)('%s', (_name, evidence, expected) => {
    expect(severityOf(evidence, DEFAULT_THRESHOLDS, 200)).toBe(expected)
  })
})

describe('verdict', () => {
  const of = (...severities: Severity[]) => severities.map(severity => ({ severity, critical: false }))
  const ok = (times: number) => Array<Severity>(times).fill('ok')
  const cases: [string, Severity[], Severity, VerdictReason, number | null][] = [
    ['all ok', ok(5), 'ok', 'no-drift', 0],
    ['one notice', [...ok(5), 'notice'], 'notice', 'features-notice', 0],
    ['one warn', [...ok(5), 'warn'], 'warn', 'features-warn', 1 / 6],
    ['half of them at warn', ['ok', 'warn'], 'retrain', 'drift-share', 1 / 2],
    ['just under half at warn', [...ok(3), 'warn', 'warn'], 'warn', 'features-warn', 2 / 5],
    ['one of many at retrain', [...ok(9), 'retrain'], 'warn', 'features-warn', 1 / 10],
    ['two of twenty at retrain', [...ok(18), 'retrain', 'retrain'], 'retrain', 'several-features', 1 / 10],
    ['two of twenty-one at retrain', [...ok(19), 'retrain', 'retrain'], 'warn', 'features-warn', 2 / 21],
    [
      'the only judged one at retrain',
      ['retrain', 'insufficient-data', 'insufficient-data'],
      'retrain',
      'only-feature',
      1
    ],
    ['the only judged one at warn', ['warn'], 'retrain', 'drift-share', 1],
    [
      'more than half unjudged',
      ['ok', 'insufficient-data', 'insufficient-data'],
      'insufficient-data',
      'features-unjudged',
      0
    ],
    ['half unjudged', ['ok', 'insufficient-data'], 'ok', 'no-drift', 0],
    [
      'a warning among many unjudged',
      [...ok(2), 'warn', ...Array<Severity>(9).fill('insufficient-data')],
      'warn',
      'features-warn',
      1 / 3
    ],
    ['nothing judged', ['insufficient-data'], 'insufficient-data', 'features-unjudged', null],
    ['no feature', [], 'ok', 'no-drift', null]
  ]
  test.each(cases)('%s', (_name, features, severity, because, drift_share) => {
    expect(verdictOf(of(...features))).toEqual({ severity, because, drift_share })
  })

  test('a critical feature at retrain decides alone', () => {
    expect(verdictOf([{ severity: 'retrain', critical: true }, ...of(...ok(50))])).toMatchObject({
      severity: 'retrain',
      because: 'critical-feature'
    })
    expect(verdictOf([{ severity: 'warn', critical: true }, ...of(...ok(50))]).severity).toBe('warn')
  })

  test('columns that are not there warn in their own name; new ones are a notice', () => {
    const absent = { severity: 'warn', critical: false, absent: true } as const
    expect(verdictOf([absent, ...of(...ok(5))])).toMatchObject({
      severity: 'warn',
      because: 'columns-missing'
    })
    expect(verdictOf([absent, ...of(...ok(5), 'warn')]).because).toBe('features-warn')
    expect(verdictOf(of(...ok(5)), true)).toMatchObject({ severity: 'notice', because: 'new-columns' })
  })
})

describe('profiles', () => {
  const mixed = (shift: number): DriftColumn[] => [
    even('smooth', shift),
    numbers('tied', 1000, index => Math.floor(((index * 617) % 1000) / 40) + shift),
    numbers('gaps', 1000, index =>
      index % 10 === 0 ? Number.NaN : index % 97 === 0 ? Infinity : Math.sin(index) + shift
    ),
    texts(
      'words',
      Array.from({ length: 1000 }, (_, index) => (index % 13 === 0 ? null : `w${index % 7}`))
    )
  ]

  test('survive JSON and hold no rows', () => {
    const profile = buildProfile(mixed(0))
    const text = JSON.stringify(profile)
    expect(baselineProfile.parse(JSON.parse(text))).toEqual(profile)
    expect(
      profile.features.every(feature => feature.kind === 'categorical' || feature.quantiles.length === 201)
    ).toBe(true)
  })

  test.each([0, 0.05, 0.3])(
    'give the same index as the data, and nearly the same distances (shift %d)',
    shift => {
      const exact = compareColumns(mixed(0), mixed(shift))
      const stored = compareProfile(buildProfile(mixed(0)), mixed(shift))
      for (const feature of exact.features) {
        const other = stored.features.find(candidate => candidate.name === feature.name)
        expect(other?.psi).toBe(feature.psi)
        expect(other?.jensen_shannon).toBe(feature.jensen_shannon)
        expect(Math.abs((other?.ks?.statistic ?? 0) - (feature.ks?.statistic ?? 0))).toBeLessThanOrEqual(
          0.0051
        )
        const difference = (other?.wasserstein_normalized ?? 0) - (feature.wasserstein_normalized ?? 0)
        expect(Math.abs(difference)).toBeLessThan(0.02)
      }
      expect(stored.severity).toBe(exact.severity)
    }
  )

  test('of any numbers: comparing data with themselves finds nothing', () => {
    const value = fc.oneof(
      fc.double({ min: -1e6, max: 1e6 }),
      fc.constantFrom(0, 1, Infinity, -Infinity, Number.NaN)
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), drawn => {
        const column: DriftColumn = { kind: 'numeric', name: 'x', values: Float64Array.from(drawn) }
        for (const result of [
          compareColumns([column], [column]),
          compareProfile(buildProfile([column]), [column])
        ]) {
          expect(result.features[0]).toMatchObject({ psi: 0, jensen_shannon: 0 })
          expect(['ok', 'insufficient-data']).toContain(result.severity)
        }
      })
    )
  })
})
