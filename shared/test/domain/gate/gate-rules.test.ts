import { describe, expect, test } from '@jest/globals'
import { gateRule, type GateRule } from '../../../src/domain/records/decision.js'
import { decide } from './measured-gate.js'

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
