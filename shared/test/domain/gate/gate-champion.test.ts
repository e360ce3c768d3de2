import { describe, expect, test } from '@jest/globals'
import { decideGate, type GateInput } from '../../../src/domain/gate/decide-gate.js'
import { intervalRules } from './fake-champion-rules.js'
import { decide } from './measured-gate.js'

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
