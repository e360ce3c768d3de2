import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.js'
import { decideGate } from '../../../src/domain/gate/decide-gate.js'
import type { GateInput } from '../../../src/domain/gate/decide-gate.js'
import type { GateRule } from '../../../src/domain/records/decision.js'
import { gateRule } from '../../../src/domain/records/decision.js'
import { fixedRules, intervalRules } from './fake-champion-rules.js'

const measured = {
  metrics: { rmse: 5.31, mae: 2, r2: -0.4, auc: null, broken: NaN, endless: Infinity },
  undefinedReasons: { auc: 'only one class is present' },
  slices: {
    'region=north': { metrics: { rmse: 6, mae: null }, undefined: { mae: 'there are no rows' } }
  },
  champion: { metrics: { rmse: 5, mae: 2.5, auc: 0.9, r2: null }, undefined: { r2: 'constant target' } },
  championRules: fixedRules('undecided'),
  sizeBytes: 4_999_999,
  latencyP95Ms: 12.3456
}

const decide = (text: string, more: Partial<GateInput> = {}) =>
  decideGate({ ...measured, gates: [{ source: 'request', text }], ...more })

describe('the decision', () => {
  const T = 'metrics.mae < 3'
  const F = 'metrics.mae < 1'
  const X = 'metrics.auc > 0.5'
  const U = 'improves(mae, 0)'
  test.each<[string, 'pass' | 'reject' | 'inconclusive', string]>([
    [T, 'pass', 'gate-passed'],
    [F, 'reject', 'rule-failed'],
    [X, 'reject', 'metric-undefined'],
    [U, 'inconclusive', 'rule-undecided'],
    [`!(${T})`, 'reject', 'rule-failed'],
    [`!(${F})`, 'pass', 'gate-passed'],
    [`!(${X})`, 'reject', 'metric-undefined'],
    [`!!(${X})`, 'reject', 'metric-undefined'],
    [`!(${U})`, 'inconclusive', 'rule-undecided'],
    [`${T} && ${T}`, 'pass', 'gate-passed'],
    [`${T} && ${F}`, 'reject', 'rule-failed'],
    [`${T} && ${X}`, 'reject', 'metric-undefined'],
    [`${T} && ${U}`, 'inconclusive', 'rule-undecided'],
    [`${F} && ${X}`, 'reject', 'rule-failed'],
    [`${F} && ${U}`, 'reject', 'rule-failed'],
    [`${U} && ${F}`, 'reject', 'rule-failed'],
    [`${U} && ${X}`, 'reject', 'metric-undefined'],
    [`${T} || ${F}`, 'pass', 'gate-passed'],
    [`${F} || ${T}`, 'pass', 'gate-passed'],
    [`${F} || ${F}`, 'reject', 'rule-failed'],
    [`${T} || ${X}`, 'pass', 'gate-passed'],
    [`${X} || ${T}`, 'reject', 'metric-undefined'],
    [`${F} || ${X}`, 'reject', 'metric-undefined'],
    [`${U} || ${T}`, 'pass', 'gate-passed'],
    [`${T} || ${U}`, 'pass', 'gate-passed'],
    [`${U} || ${F}`, 'inconclusive', 'rule-undecided'],
    [`${F} || ${U}`, 'inconclusive', 'rule-undecided'],
    [`${U} || ${X}`, 'reject', 'metric-undefined'],
    [`!(${F} && ${X})`, 'pass', 'gate-passed'],
    [`!(${T} && ${X})`, 'reject', 'metric-undefined'],
    [`!(${U} && ${F})`, 'pass', 'gate-passed'],
    [`!(${U} && ${T})`, 'inconclusive', 'rule-undecided'],
    [`!(${U} || ${T})`, 'reject', 'rule-failed'],
    [`!(${T} || ${X})`, 'reject', 'rule-failed'],
    [`${T} ? ${T} : ${X}`, 'pass', 'gate-passed'],
    [`${X} ? ${T} : ${T}`, 'reject', 'metric-undefined'],
    [`${U} ? ${T} : ${F}`, 'inconclusive', 'rule-undecided'],
    [`(${X}) == (${X})`, 'reject', 'metric-undefined'],
    [`(${U}) == false`, 'inconclusive', 'rule-undecided'],
    ['metrics.broken != 1', 'reject', 'metric-undefined'],
    ['metrics.broken == metrics.broken', 'reject', 'metric-undefined'],
    ['!(metrics.broken < 1)', 'reject', 'metric-undefined'],
    ['metrics.endless > 1', 'reject', 'metric-undefined'],
    ['max(metrics.broken, 1) >= 1', 'reject', 'metric-undefined'],
    ['metrics.mae in [metrics.auc, 2]', 'reject', 'metric-undefined'],
    ['metrics.mae / (metrics.mae - 2) > 1', 'reject', 'metric-undefined'],
    ['0 / (metrics.mae - 2) != 7', 'reject', 'metric-undefined'],
    ['metrics.mae * 1e308 * 10 > 1', 'reject', 'metric-undefined'],
    ['metrics.nowhere < 1', 'reject', 'metric-undefined'],
    ['metrics.constructor == 1', 'reject', 'metric-undefined'],
    ['slices["region=south"].rmse < 9', 'reject', 'metric-undefined'],
    ['slices["region=north"].mae < 9', 'reject', 'metric-undefined'],
    ['slices["region=north"].rmse <= 6', 'pass', 'gate-passed'],
    ['metrics.mae == 2.0 && metrics.mae == 2 && metrics.mae in [1, 2]', 'pass', 'gate-passed'],
    ['metrics.r2 < -0.3', 'pass', 'gate-passed'],
    ['1 / 2 == 0.5', 'pass', 'gate-passed']
  ])('%s → %s (%s)', (text, decision, reasonCode) => {
    expect(decide(text)).toMatchObject({ decision, reasonCode })
  })

  test.each<[string, string, 'pass' | 'reject' | 'inconclusive']>([
    ['an undefined metric of the challenger', 'improves(auc, 0)', 'reject'],
    ['the same, negated', '!improves(auc, 0)', 'reject'],
    ['not a number', 'not_worse(broken, 1)', 'reject'],
    ['a metric nobody measured', 'not_worse(nowhere, 1)', 'reject'],
    ['an undefined metric of the champion', 'not_worse(r2, 9)', 'reject'],
    ['an undefined amount', 'improves(mae, metrics.auc)', 'reject'],
    ['a negative amount', 'improves(mae, 0 - 1)', 'reject'],
    ['an amount relative to the champion', 'not_worse(mae, 0.1 * champion.mae)', 'pass']
  ])('a champion rule over %s', (_, text, decision) => {
    expect(decide(text, { championRules: fixedRules(true) }).decision).toBe(decision)
  })
})

describe('the rules', () => {
  const reasons: [string, GateRule['value'], boolean | null, string][] = [
    ['metrics.rmse < 5', 5.31, false, 'rmse 5.31 is not below 5'],
    ['metrics.rmse <= 5.309999', 5.31, false, 'rmse 5.31 is not at most 5.309999'],
    ['5 > metrics.rmse', 5.31, false, '5 is not above rmse 5.31'],
    ['!(metrics.rmse > 5)', 5.31, false, 'rmse 5.31 is above 5, which the rule forbids'],
    ['metrics.rmse < champion.rmse', 5.31, false, "rmse 5.31 is not below the champion's rmse 5"],
    ['metrics.rmse * 2 < 10', 10.62, false, 'metrics.rmse * 2 (10.62) is not below 10'],
    ['metrics.mae in [1, 3]', 2, false, 'mae 2 is not one of 1, 3'],
    ['metrics.r2 > -0.5', -0.4, true, 'r2 -0.4 is above -0.5'],
    ['latency_p95_ms <= 12', 12.3456, false, 'latency_p95_ms 12.35 is not at most 12'],
    ['size_bytes < 5000000', 4999999, true, 'size_bytes 4999999 is below 5000000'],
    ['slices["region=north"].rmse < 5', 6, false, 'rmse of slice region=north 6 is not below 5'],
    ['metrics.auc > 1', null, false, 'auc is undefined: only one class is present'],
    ['metrics.broken > 1', null, false, 'broken is not a finite number (NaN)'],
    ['metrics.rmes > 1', null, false, 'rmes was not measured; did you mean rmse?'],
    ['1 / (metrics.mae - 2) > 1', null, false, '1 / (metrics.mae - 2) divides by zero'],
    ['improves(mae, 0.5)', null, null, 'mae: too few rows'],
    ['improves(r2, 0.5)', null, false, "the champion's r2 is undefined: constant target"],
    [
      'metrics.rmse < 5 || metrics.mae < 1',
      false,
      false,
      'neither holds: rmse 5.31 is not below 5; mae 2 is not below 1'
    ],
    [
      'metrics.rmse > 5 ? metrics.mae < 1 : true',
      false,
      false,
      'mae 2 is not below 1 (because rmse 5.31 is above 5)'
    ],
    ['true', true, true, 'the rule says true']
  ]
  test.each(reasons)('%s: %p, %p, %s', (text, value, passed, reason) => {
    const { rules } = decide(text)
    expect(rules).toMatchObject([{ source: 'request', expression: text, value, passed, reason }])
  })

  test('a missing slice suggests the nearest one', () => {
    const [rule] = decide('slices["region=nort"].rmse < 5').rules
    expect(rule?.reason).toContain('has no slice region=nort; did you mean region=north?')
  })

  test('every conjunct is a rule, quoted as written, however it is bracketed', () => {
    const text =
      '(metrics.rmse < 6 && (metrics.mae<3)) && (metrics.mae > 5 || metrics.rmse > (1 + 2)) // why not'
    expect(decide(text).rules.map(({ expression }) => expression)).toEqual([
      'metrics.rmse < 6',
      'metrics.mae<3',
      'metrics.mae > 5 || metrics.rmse > (1 + 2)'
    ])
  })

  test('a compound rule carries a trace of what was evaluated', () => {
    const [rule] = decide('metrics.mae < 3 || metrics.auc > 1').rules
    expect(rule?.trace).toEqual([
      { expression: 'metrics.mae', value: 2 },
      { expression: 'metrics.mae < 3', value: true },
      { expression: 'metrics.mae < 3 || metrics.auc > 1', value: true }
    ])
    expect(decide('metrics.mae < 3').rules[0]).not.toHaveProperty('trace')
  })

  test('three alternatives are one list', () => {
    const [rule] = decide('metrics.rmse < 5 || metrics.mae < 1 || size_bytes < 9').rules
    expect(rule?.reason).toBe(
      'none holds: rmse 5.31 is not below 5; mae 2 is not below 1; size_bytes 4999999 is not below 9'
    )
  })

  test('a hostile gate leaves a small record', () => {
    const text = Array(190).fill('metrics.rmse < 1').join(' || ')
    const { rules } = decide(text)
    expect(rules[0]?.trace).toHaveLength(100)
    expect(JSON.stringify(rules).length).toBeLessThan(60_000)
  })

  test('a deeply nested gate is explained once', () => {
    const text = `${'!(metrics.rmse < 1 || '.repeat(25)}true${')'.repeat(25)}`
    const [rule] = decide(text).rules
    expect(rule?.passed).toBe(false)
    expect(rule?.reason.length).toBeLessThan(4000)
  })

  test('rules fit the record', () => {
    for (const [text] of reasons) {
      for (const rule of decide(text).rules)
        expect(gateRule.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule)
    }
  })
})

describe('policy, request, shorthands and further rules', () => {
  const gates: GateInput['gates'] = [
    { source: 'policy', text: 'metrics.rmse < 6 || metrics.mae > 3 // ours' },
    { source: 'input', text: 'metrics.mae < 3' }
  ]

  test('all must pass, and the gate in one expression keeps their meaning', () => {
    const decision = decide('', {
      gates,
      threshold: { metric: 'rmse', value: 5.31, direction: 'lower' },
      championRule: { require: 'non_inferiority', metric: 'rmse', margin: 0.5 },
      championRules: intervalRules({ rmse: { delta: -0.31, low: -0.4, high: -0.2 } })
    })
    expect(decision).toMatchObject({ decision: 'pass', reasonCode: 'gate-passed', warnings: [] })
    expect(decision.gate).toBe(
      '(metrics.rmse < 6 || metrics.mae > 3) && metrics.mae < 3 && metrics.rmse <= 5.31 && not_worse("rmse", 0.5)'
    )
    expect(decision.rules.map(({ source, value, passed }) => [source, value, passed])).toEqual([
      ['policy', true, true],
      ['input', 2, true],
      ['threshold', 5.31, true],
      ['champion', -0.31, true]
    ])
  })

  test('the policy rejects what the request lets pass', () => {
    const both = decide('', {
      gates: [
        { source: 'policy', text: 'metrics.rmse < 1' },
        { source: 'request', text: 'true' }
      ]
    })
    expect(both.decision).toBe('reject')
  })

  test.each<[string, number, 'higher' | 'lower' | 'zero', number | null, string]>([
    ['reached from below', 0.85, 'higher', 0.85, 'pass'],
    ['missed from below', 0.85, 'higher', 0.8499999, 'reject'],
    ['reached from above', 5, 'lower', 5, 'pass'],
    ['missed from above', 5, 'lower', 5.0000001, 'reject'],
    ['tiny', 1e-7, 'lower', 1e-8, 'pass'],
    ['negative', -0.5, 'higher', -0.4, 'pass'],
    ['around zero', 0.1, 'zero', -0.2, 'reject'],
    ['undefined', 0, 'higher', null, 'reject'],
    ['not a number', 0, 'lower', NaN, 'reject']
  ])('a threshold %s', (_, value, direction, metric, decision) => {
    const threshold = { metric: 'm', value, direction }
    expect(decideGate({ gates: [], threshold, metrics: { m: metric } }).decision).toBe(decision)
  })

  test('an improvement without a margin must be one at all', () => {
    const asked = (low: number) =>
      decide('true', {
        championRule: { require: 'improvement', metric: 'mae' },
        championRules: intervalRules({ mae: { delta: 0.5, low, high: 0.9 } })
      })
    expect(asked(0.01).decision).toBe('pass')
    expect(asked(-0.01)).toMatchObject({ decision: 'inconclusive', reasonCode: 'rule-undecided' })
  })

  test('further rules count like the others', () => {
    const failed: GateRule = {
      source: 'fairness',
      expression: 'demographic_parity_difference(sex) <= 0.1',
      value: 0.2,
      passed: false,
      reason: 'too different'
    }
    expect(decide('true', { furtherRules: [failed] })).toMatchObject({
      decision: 'reject',
      reasonCode: 'rule-failed',
      gate: 'true && demographic_parity_difference(sex) <= 0.1'
    })
  })

  test('no gate passes, and says so', () => {
    expect(decideGate({ gates: [], metrics: { rmse: 1 } })).toMatchObject({
      decision: 'pass',
      reasonCode: 'no-gate',
      gate: '',
      rules: [],
      warnings: [{ code: 'no-gate' }]
    })
  })

  test('parity alone is no gate, but can reject', () => {
    const parity: GateRule = {
      source: 'parity',
      expression: 'parity',
      value: true,
      passed: true,
      reason: 'same'
    }
    expect(decideGate({ gates: [], metrics: {}, furtherRules: [parity] }).reasonCode).toBe('no-gate')
    const apart = { ...parity, value: false, passed: false }
    expect(decideGate({ gates: [], metrics: {}, furtherRules: [apart] }).decision).toBe('reject')
  })

  test('the problems of all gates come in one error', () => {
    const error = caught(() =>
      decide('', {
        gates: [
          { source: 'policy', text: 'metrics.rmse <' },
          { source: 'request', text: 'foo(1) && rmse < 1' }
        ]
      })
    )
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({
      code: 'gate-invalid',
      problems: [
        { place: 'gate of the policy, column 15' },
        { place: 'gate, column 1' },
        { place: 'gate, column 11' }
      ]
    })
  })
})

describe('the first model has no champion', () => {
  const first = { champion: undefined, championRules: undefined }

  test.each(['improves(mae, 0.5)', 'not_worse(mae, 0)', 'not_worse(mae, 0.05 * champion.mae)'])(
    '%s is true and says so',
    text => {
      const decision = decide(text, first)
      expect(decision.decision).toBe('pass')
      expect(decision.rules[0]?.reason).toBe('there is no champion yet to compare mae with')
    }
  )

  test('a metric that is undefined still does not pass', () => {
    expect(decide('improves(broken, 0)', first).decision).toBe('reject')
  })

  test('a number of the champion is undefined', () => {
    const decision = decide('metrics.mae < champion.mae', first)
    expect(decision).toMatchObject({ decision: 'reject', reasonCode: 'metric-undefined' })
    expect(decision.rules[0]?.reason).toContain('there is no champion yet')
  })

  test('a champion that was not compared is not passed over', () => {
    expect(decide('not_worse(mae, 1)', { championRules: undefined }).decision).toBe('inconclusive')
  })
})

describe('what other gates get wrong', () => {
  const against = (champion: number, challenger: number, text: string) =>
    decideGate({
      gates: [{ source: 'request', text }],
      metrics: { m: challenger },
      champion: { metrics: { m: champion } }
    }).decision

  test.each([
    [0.5, 'pass'],
    [9, 'reject']
  ])('an error metric of 1.0 in production, %p now: %s', (challenger, decision) => {
    expect(against(1, challenger, 'metrics.m < champion.m')).toBe(decision)
  })

  test.each([
    [-0.4, 'pass'],
    [-0.9, 'reject'],
    [NaN, 'reject']
  ])('a negative baseline of -0.5, %p now: %s', (challenger, decision) => {
    expect(against(-0.5, challenger, 'metrics.m - champion.m > 0.05')).toBe(decision)
    expect(against(-0.5, challenger, '!(metrics.m - champion.m <= 0.05)')).toBe(decision)
  })

  test.each([
    ['better', { delta: 0.1, low: 0.05, high: 0.15 }, 'pass'],
    ['worse', { delta: -0.4, low: -0.5, high: -0.3 }, 'reject'],
    ['too close to tell', { delta: 0.1, low: -0.1, high: 0.3 }, 'inconclusive']
  ])('a negative baseline, measurably %s', (_, interval, decision) => {
    const input: GateInput = {
      gates: [{ source: 'request', text: 'improves(m, 0)' }],
      metrics: { m: -0.5 + interval.delta },
      champion: { metrics: { m: -0.5 } },
      championRules: intervalRules({ m: interval })
    }
    expect(decideGate(input).decision).toBe(decision)
    expect(decideGate({ ...input, metrics: { m: NaN } }).decision).toBe('reject')
  })
})

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
