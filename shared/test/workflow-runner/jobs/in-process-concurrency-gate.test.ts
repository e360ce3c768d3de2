import { describe, expect, test } from '@jest/globals'
import type { ConcurrencyTurn } from '../../../testing/workflow-runner/index.js'
import { InProcessConcurrencyGate } from '../../../testing/workflow-runner/index.js'

const single = { group: 'g', cancelInProgress: false, queue: 'single' } as const
const never = new AbortController().signal

async function entered(turn: Promise<ConcurrencyTurn | undefined>): Promise<ConcurrencyTurn> {
  const result = await turn
  if (result === undefined) throw new Error('the turn was lost')
  return result
}

async function isWaiting(turn: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    turn.then(() => false),
    new Promise<boolean>(resolve => setImmediate(() => resolve(true)))
  ])
}

describe('InProcessConcurrencyGate', () => {
  test('one runs, one waits, and names ignore case', async () => {
    const gate = new InProcessConcurrencyGate()
    const first = await entered(gate.enter(single, never))
    const second = gate.enter({ ...single, group: 'G' }, never)
    expect(await isWaiting(second)).toBe(true)
    first.release()
    expect((await entered(second)).signal.aborted).toBe(false)
  })

  test('a newcomer takes the place of the one that waits', async () => {
    const gate = new InProcessConcurrencyGate()
    const first = await entered(gate.enter(single, never))
    const second = gate.enter(single, never)
    const third = gate.enter(single, never)
    expect(await second).toBeUndefined()
    first.release()
    await entered(third)
  })

  test('queue max keeps all, in order', async () => {
    const gate = new InProcessConcurrencyGate()
    const group = { ...single, queue: 'max' } as const
    const order: number[] = []
    const work = async (index: number): Promise<void> => {
      const turn = await entered(gate.enter(group, never))
      order.push(index)
      turn.release()
    }
    await Promise.all([0, 1, 2, 3].map(work))
    expect(order).toEqual([0, 1, 2, 3])
  })

  test('cancel-in-progress aborts the one that runs, and the next waits for its end', async () => {
    const gate = new InProcessConcurrencyGate()
    const first = await entered(gate.enter(single, never))
    const second = gate.enter({ ...single, cancelInProgress: true }, never)
    expect(first.signal.aborted).toBe(true)
    expect(await isWaiting(second)).toBe(true)
    first.release()
    await entered(second)
  })

  test('one that is cancelled while it waits leaves the queue', async () => {
    const gate = new InProcessConcurrencyGate()
    const first = await entered(gate.enter(single, never))
    const controller = new AbortController()
    const second = gate.enter(single, controller.signal)
    controller.abort()
    expect(await second).toBeUndefined()
    const third = gate.enter(single, never)
    first.release()
    await entered(third)
  })

  test('different groups do not meet, and a second release changes nothing', async () => {
    const gate = new InProcessConcurrencyGate()
    const first = await entered(gate.enter(single, never))
    await entered(gate.enter({ ...single, group: 'other' }, never))
    first.release()
    const second = await entered(gate.enter(single, never))
    first.release()
    expect(await isWaiting(gate.enter(single, never))).toBe(true)
    second.release()
  })
})
