import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { toOutputs } from '../src/outcome.js'
import { toReport } from '../src/report.js'
import { cells, spread, World, type Columns } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const ROWS = 1000
const letters = (count: number, b: number) => cells(count, index => (index % 100 < b ? 'b' : 'a'))
const columns = (count: number, shifted: number, shift = 0.5): Columns =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`f${index}`, spread(ROWS, index < shifted ? shift : 0)])
  )

interface Verdict {
  readonly name: string
  readonly baseline: Columns
  readonly current: Columns
  readonly inputs?: Record<string, string>
  readonly decision: string
  readonly reason: string
  readonly drifted: readonly string[]
}

const verdicts: readonly Verdict[] = [
  {
    name: 'the same data',
    baseline: columns(3, 0),
    current: columns(3, 0),
    decision: 'ok',
    reason: 'no-drift',
    drifted: []
  },
  {
    // Shares 0.7/0.3 and 0.54/0.46: PSI 0.16 · ln(0.7/0.54 · 0.46/0.3) = 0.110.
    name: 'an index between notice and warn',
    baseline: { a: letters(ROWS, 30), ...columns(1, 0) },
    current: { a: letters(ROWS, 46), ...columns(1, 0) },
    decision: 'notice',
    reason: 'features-notice',
    drifted: []
  },
  {
    name: 'a new column',
    baseline: columns(2, 0),
    current: { ...columns(2, 0), extra: spread(ROWS) },
    decision: 'notice',
    reason: 'new-columns',
    drifted: []
  },
  {
    // 0.7/0.3 and 0.48/0.52: PSI 0.22 · ln(0.7/0.48 · 0.52/0.3) = 0.204.
    name: 'an index between warn and retrain, of many',
    baseline: { a: letters(ROWS, 30), ...columns(2, 0) },
    current: { a: letters(ROWS, 52), ...columns(2, 0) },
    decision: 'warn',
    reason: 'features-warn',
    drifted: ['a']
  },
  {
    name: 'a missing column, of many',
    baseline: columns(3, 0),
    current: columns(2, 0),
    decision: 'warn',
    reason: 'columns-missing',
    drifted: ['f2']
  },
  {
    name: 'text where numbers were',
    baseline: columns(3, 0),
    current: { ...columns(2, 0), f2: spread(ROWS).with(7, 'n.a.') },
    decision: 'warn',
    reason: 'features-warn',
    drifted: ['f2']
  },
  {
    name: 'one of thirty at retrain',
    baseline: columns(30, 0),
    current: columns(30, 1),
    decision: 'warn',
    reason: 'features-warn',
    drifted: ['f0']
  },
  {
    name: 'one of thirty at retrain that is critical',
    baseline: columns(30, 0),
    current: columns(30, 1),
    inputs: { 'critical-features': 'f0' },
    decision: 'retrain',
    reason: 'critical-feature',
    drifted: ['f0']
  },
  {
    name: 'a critical column that is missing',
    baseline: columns(3, 0),
    current: columns(2, 0),
    inputs: { 'critical-features': 'f2' },
    decision: 'retrain',
    reason: 'critical-feature',
    drifted: ['f2']
  },
  {
    name: 'half of the columns',
    baseline: columns(4, 0),
    current: columns(4, 2),
    decision: 'retrain',
    reason: 'drift-share',
    drifted: ['f0', 'f1']
  },
  {
    name: 'two of twenty at retrain',
    baseline: columns(20, 0),
    current: columns(20, 2),
    decision: 'retrain',
    reason: 'several-features',
    drifted: ['f0', 'f1']
  },
  {
    name: 'the only column asked for',
    baseline: columns(3, 0),
    current: columns(3, 1),
    inputs: { features: 'f0' },
    decision: 'retrain',
    reason: 'only-feature',
    drifted: ['f0']
  },
  {
    name: 'drift in columns nobody asked for',
    baseline: columns(3, 0),
    current: columns(3, 1),
    inputs: { features: 'f1, f2' },
    decision: 'ok',
    reason: 'no-drift',
    drifted: []
  },
  {
    name: 'thresholds that let it pass',
    baseline: { a: letters(ROWS, 30) },
    current: { a: letters(ROWS, 52) },
    inputs: { thresholds: 'notice=0.3,warn=0.4,retrain=0.5', alpha: '0' },
    decision: 'ok',
    reason: 'no-drift',
    drifted: []
  },
  {
    name: 'fewer rows than asked for',
    baseline: { a: spread(ROWS) },
    current: { a: spread(199, 5) },
    decision: 'insufficient-data',
    reason: 'too-few-rows',
    drifted: []
  },
  {
    // χ²₀.₉₅(9) · (1/1000 + 1/60) = 16.919 · 0.01767 = 0.30, above 0.2.
    name: 'so few rows that noise explains it',
    baseline: { a: spread(ROWS) },
    current: { a: spread(60, 5) },
    inputs: { 'min-rows': '50', features: 'a' },
    decision: 'insufficient-data',
    reason: 'sampling-noise',
    drifted: []
  }
]

describe('the verdict', () => {
  test.each(verdicts)('$name: $decision, $reason', async verdict => {
    const outcome = await world.compare(verdict.baseline, verdict.current, verdict.inputs)
    const { report } = outcome
    expect([report.severity, report.reason_code]).toEqual([verdict.decision, verdict.reason])
    const outputs = toOutputs(outcome)
    expect(JSON.parse(outputs['drifted-features'] ?? '')).toEqual(verdict.drifted)
    expect(outputs).toMatchObject({ severity: verdict.decision, 'retrain-requested': 'false' })
    expect(await world.report(outcome)).toEqual(report)
  })

  test('too few rows say how many it takes', async () => {
    const outcome = await world.compare({ a: spread(ROWS) }, { a: spread(60, 5) }, { 'min-rows': '50' })
    // 1 / (0.2/18.307 − 1/1000) = 100.5 with eleven bins, 1 / (0.2/16.919 − 1/1000) = 92.4 with ten.
    expect(outcome.report.rows_needed).toEqual({ baseline: 1000, current: 93 })
  })

  test('a row number and a date decide like any column, and are not what the headline names', async () => {
    const day = (row: number) => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10)
    const table = (from: number, shift: number): Columns => ({
      id: cells(ROWS, row => from + row),
      date: cells(ROWS, row => day(from + row)),
      size: spread(ROWS, shift),
      back: cells(ROWS, row => -from - row)
    })
    const outcome = await world.compare(table(0, 0), table(ROWS, 0.3))
    expect([...outcome.identifiers].sort()).toEqual(['back', 'date', 'id'])
    expect(outcome.report).toMatchObject({ severity: 'retrain', reason_code: 'drift-share' })
    const { headline, summary } = await toReport(outcome, 'en')
    expect(headline).toMatch(/^"size" drifted most/)
    expect(summary).toMatch(
      /`(id|date|back)`, .*: nearly every value is different: an identifier or a date\?/
    )
  })

  test('a version has chosen its features, and none of them is taken for an identifier', async () => {
    await world.register(null)
    const table = (from: number): Columns => ({ size: cells(ROWS, row => from + row), weight: spread(ROWS) })
    const outcome = await world.compare(table(0), table(ROWS), { 'model-id': 'churn' })
    expect([...outcome.identifiers]).toEqual([])
  })

  test('names in the outputs are cut', async () => {
    const name = '列'.repeat(250)
    const outcome = await world.compare({ [name]: spread(ROWS) }, { [name]: spread(ROWS, 0.5) })
    const cut = `${'列'.repeat(200)}…`
    expect(JSON.parse(toOutputs(outcome)['drifted-features'] ?? '')).toEqual([cut])
    expect((await toReport(outcome, 'en')).result).toMatchObject({ drifted_features: [cut] })
  })

  test('outputs have the numbers of the report', async () => {
    const outcome = await world.compare(columns(4, 0), columns(4, 1))
    expect(toOutputs(outcome)).toMatchObject({
      'drift-share': '0.25',
      'max-psi': String(outcome.report.features[0]?.psi),
      report: outcome.uri
    })
    const none = await world.compare({ a: spread(10) }, { a: spread(10) })
    expect(toOutputs(none)['drift-share']).toBe('')
  })
})

describe('the report in the store', () => {
  test('is three files below the model, or below unregistered', async () => {
    const outcome = await world.compare(columns(2, 0), columns(2, 1))
    const { report_id: id } = outcome.report
    expect(id).toMatch(/^drift-20250110-1000\d\d-[0-9a-f]{8}$/)
    expect(await world.files('drift/')).toEqual(
      ['constraint_violations.json', 'report.json', 'report.md'].map(
        file => `drift/unregistered/${id}/${file}`
      )
    )
    expect(await world.stored(`drift/unregistered/${id}/report.md`)).toContain(
      'Drift: current `after.csv` has drifted from `before.csv`'
    )
    expect(
      JSON.parse(await world.stored(`drift/unregistered/${id}/constraint_violations.json`))
    ).toMatchObject({
      violations: [{ feature_name: 'f0', constraint_check_type: 'baseline_drift_check' }]
    })
  })

  test('has the same digest for the same comparison, and another for another', async () => {
    const digestOf = async (shifted: number, inputs = {}) =>
      (await world.compare(columns(2, 0), columns(2, shifted), inputs)).report.report_id.slice(-8)
    expect(await digestOf(1)).toBe(await digestOf(1))
    const ids = [await digestOf(0), await digestOf(1), await digestOf(1, { alpha: '0.01' })]
    expect(new Set(ids).size).toBe(3)
  })
})
