import { describe, expect, test } from '@jest/globals'
import { until } from '../../testing/until.js'

/** True at the so-manieth look. */
function trueAt(look: number) {
  let looks = 0
  return { isSo: () => ++looks >= look, looks: () => looks }
}

describe('until', () => {
  test.each([1, 2, 5])('looks until it is so, and no longer: look %i', async look => {
    const { isSo, looks } = trueAt(look)
    await until(isSo, 'the look')
    expect(looks()).toBe(look)
  })

  test('waits for a condition that is itself asked for', async () => {
    const { isSo, looks } = trueAt(3)
    await until(async () => isSo(), 'the look', { everyMs: 1 })
    expect(looks()).toBe(3)
  })

  test('names what never came, and looks no more', async () => {
    const { isSo, looks } = trueAt(Infinity)
    const waiting = until(isSo, 'the job to start', { patienceMs: 20 })
    await expect(waiting).rejects.toThrow(/^waited 0\.02 s in vain for the job to start$/)
    const last = looks()
    await new Promise(done => setTimeout(done, 20))
    expect(looks()).toBe(last)
  })

  test('says what it saw last', async () => {
    const waiting = until(() => false, 'an end', {
      patienceMs: 0,
      describe: async () => ({ state: 'Starting' })
    })
    await expect(waiting).rejects.toThrow('for an end; last seen: {"state":"Starting"}')
  })

  test('passes on what goes wrong while it looks', async () => {
    const look = async () => Promise.reject(new Error('no such job'))
    await expect(until(look, 'an end')).rejects.toThrow(/^no such job$/)
  })
})
