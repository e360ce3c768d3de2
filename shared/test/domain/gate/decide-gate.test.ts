import { describe, expect, test } from '@jest/globals'
import { fixedRules } from './fake-champion-rules.js'
import { decide } from './measured-gate.js'

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
