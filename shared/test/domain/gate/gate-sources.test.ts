import { describe, expect, test } from '@jest/globals'
import { decideGate, type GateInput } from '../../../src/domain/gate/decide-gate.js'
import type { GateRule } from '../../../src/domain/records/decision.js'
import { UserError } from '../../../src/errors.js'
import { intervalRules } from './fake-champion-rules.js'
import { decide } from './measured-gate.js'

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

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
