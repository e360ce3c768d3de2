import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decideGate } from '../../../src/domain/gate/decide-gate.js'
import type { GateInput } from '../../../src/domain/gate/decide-gate.js'
import { intervalRules } from './fake-champion-rules.js'

const RANK = { reject: 0, inconclusive: 1, pass: 2 } as const
const value = fc.double({ min: -10, max: 10, noNaN: true })

/** Gates that ask for more of `gain` and less of `loss`, and never the other way round. */
const sensible = fc.letrec<{ gate: string }>(tie => ({
  gate: fc.oneof(
    { maxDepth: 3 },
    value.map(bound => `metrics.gain > ${bound}`),
    value.map(bound => `metrics.loss <= ${bound}`),
    value.map(bound => `!(metrics.loss > ${bound} || metrics.gain < ${bound})`),
    value.map(bound => `metrics.gain - champion.gain > ${bound}`),
    value.map(bound => `improves(gain, ${Math.abs(bound)})`),
    value.map(bound => `not_worse(gain, ${Math.abs(bound)})`),
    fc.tuple(tie('gate'), tie('gate')).map(([a, b]) => `(${a}) && (${b})`),
    fc.tuple(tie('gate'), tie('gate')).map(([a, b]) => `(${a}) || (${b})`)
  )
})).gate

const model = (gain: number, loss: number, champion: number): Omit<GateInput, 'gates'> => ({
  metrics: { gain, loss },
  champion: { metrics: { gain: champion } },
  championRules: intervalRules({
    gain: { delta: gain - champion, low: gain - champion - 1, high: gain - champion + 1 }
  })
})

test('a better model never gets a worse decision', () => {
  const better = fc.double({ min: 0, max: 5, noNaN: true })
  fc.assert(
    fc.property(
      sensible,
      fc.tuple(value, value, value),
      fc.tuple(better, better),
      (text, before, [more, less]) => {
        const [gain, loss, champion] = before
        const gates: GateInput['gates'] = [{ source: 'request', text }]
        const old = decideGate({ ...model(gain, loss, champion), gates })
        const now = decideGate({ ...model(gain + more, loss - less, champion), gates })
        expect(RANK[now.decision]).toBeGreaterThanOrEqual(RANK[old.decision])
      }
    )
  )
})

test('a gate over a metric without a value never passes, negated or not', () => {
  const missing = fc.constantFrom(null, NaN, Infinity, -Infinity)
  const operator = fc.constantFrom('<', '<=', '>', '>=', '==', '!=')
  fc.assert(
    fc.property(
      missing,
      operator,
      value,
      fc.integer({ min: 0, max: 3 }),
      (gain, compare, bound, negations) => {
        const text = `${'!'.repeat(negations)}(metrics.gain ${compare} ${bound})`
        const decision = decideGate({ gates: [{ source: 'request', text }], metrics: { gain } })
        expect(decision).toMatchObject({ decision: 'reject', reasonCode: 'metric-undefined' })
      }
    )
  )
})

test('splitting a gate into several decides the same', () => {
  fc.assert(
    fc.property(sensible, sensible, fc.tuple(value, value, value), (a, b, numbers) => {
      const measured = model(...numbers)
      const whole = decideGate({ ...measured, gates: [{ source: 'request', text: `(${a}) && (${b})` }] })
      const split = decideGate({
        ...measured,
        gates: [
          { source: 'policy', text: b },
          { source: 'request', text: a }
        ]
      })
      expect([split.decision, split.reasonCode]).toEqual([whole.decision, whole.reasonCode])
    })
  )
})

test('the gate in one expression decides like its parts', () => {
  fc.assert(
    fc.property(sensible, sensible, fc.tuple(value, value, value), (a, b, numbers) => {
      const measured = model(...numbers)
      const gates: GateInput['gates'] = [
        { source: 'policy', text: a },
        { source: 'request', text: b }
      ]
      const decision = decideGate({ ...measured, gates })
      const again = decideGate({ ...measured, gates: [{ source: 'request', text: decision.gate }] })
      expect(again.decision).toBe(decision.decision)
    })
  )
})
