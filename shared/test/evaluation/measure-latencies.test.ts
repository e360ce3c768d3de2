import { describe, expect, test } from '@jest/globals'
import { measureLatencies } from '../../src/evaluation/measure-latencies.js'
import type { LoadedModel } from '../../src/ports/inference-runtime.js'
import type { FeatureMatrix } from '../../src/tables/feature-matrix.js'

const row = (value: number): FeatureMatrix => ({
  rows: 1,
  numericNames: ['x'],
  numeric: Float32Array.of(value),
  categoricalNames: [],
  categorical: []
})

/** A machine with a clock that only models move. */
class Machine {
  time = 0
  readonly calls: string[] = []
  readonly rows = new Set<number>()
  readonly now = () => this.time

  model(name: string, takes: (run: number) => number): LoadedModel {
    let run = 0
    return {
      metadata: new Map(),
      score: async features => {
        if (this.calls.at(-1) !== name) this.calls.push(name)
        this.rows.add(features.numeric[0] ?? NaN)
        this.time += takes(run++)
        return { rows: 1, outputs: 1, values: Float32Array.of(0) }
      },
      close: async () => undefined
    }
  }
}

describe('latencies', () => {
  test('are measured in turns, on different rows, without the runs to warm up', async () => {
    const machine = new Machine()
    const slowStart = machine.model('a', run => (run < 200 ? 1000 : 1))
    const [a, b] = await measureLatencies(
      [slowStart, machine.model('b', () => 3)],
      [row(1), row(2), row(3)],
      machine
    )
    expect(a).toEqual({ runs: 2000, blocks: 10, p50Ms: 1, p95Ms: 1, band: { lowMs: 1, highMs: 1 } })
    expect(b).toMatchObject({ runs: 2000, p50Ms: 3, p95Ms: 3 })
    // Warm-up a, b; rounds a b, b a, a b, …: of two turns in a row of one model the second shows no change.
    expect(machine.calls.join('')).toBe('ababababababa')
    expect([...machine.rows]).toEqual([1, 2, 3])
  })

  test('go on while something is undecided, up to fifty blocks', async () => {
    const machine = new Machine()
    let asked = 0
    const undecided = () => ++asked < 8
    const model = machine.model('a', () => 0.001)
    const [some] = await measureLatencies([model], [row(1)], { now: machine.now, undecided })
    expect(some?.blocks).toBe(17)
    const [all] = await measureLatencies([model], [row(1)], { now: machine.now, undecided: () => true })
    expect(all?.blocks).toBe(50)
  })

  test('end early on models so slow that it would take hours, and say with how many runs', async () => {
    const machine = new Machine()
    // 200 runs to warm up and three blocks take 8,000 s.
    const [latency] = await measureLatencies([machine.model('a', () => 10_000)], [row(1)], machine)
    expect(latency).toMatchObject({ runs: 600, blocks: 3, p95Ms: 10_000 })
  })

  test('take no more than the ten blocks when these took long', async () => {
    const machine = new Machine()
    const how = { now: machine.now, undecided: () => true }
    const [latency] = await measureLatencies([machine.model('a', () => 200)], [row(1)], how)
    expect(latency).toMatchObject({ runs: 2000 })
  })

  test('need a row', async () => {
    const machine = new Machine()
    await expect(measureLatencies([machine.model('a', () => 1)], [])).rejects.toThrow('at least one row')
  })
})
