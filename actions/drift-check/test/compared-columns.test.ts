import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { columns, ROWS } from './labelled-columns.js'
import { cells, spread, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('paths and columns', () => {
  test.each(['missing.csv', '../..', 'empty'])('current data at %s are an error', async path => {
    world.file('empty/readme.txt', '')
    world.file('before.csv', columns())
    const call = world.call({ baseline: 'before.csv', current: path })
    await expect(call).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringContaining(path)
    })
  })

  test('files without a common column are an error', async () => {
    const call = world.compare({ a: spread(ROWS) }, { b: spread(ROWS) })
    await expect(call).rejects.toMatchObject({ code: 'nothing-to-compare' })
  })

  test('all names that the baseline does not have are one error, with the nearest ones', async () => {
    const call = world.compare(columns(), columns(), {
      features: 'sise, weight, colour',
      'critical-features': 'Label'
    })
    await expect(call).rejects.toMatchObject({
      code: 'feature-unknown',
      message: expect.stringMatching(
        /features.*"sise".*"size"[^]*"colour"[^]*critical-features.*"Label".*"label"/
      )
    })
  })

  test('a critical column is compared even where features leave it out', async () => {
    const { report } = await world.compare(columns(), columns(), {
      features: 'weight',
      'critical-features': 'size'
    })
    expect(report.features.map(({ name, critical }) => [name, critical]).sort()).toEqual([
      ['size', true],
      ['weight', false]
    ])
  })

  test('names that are properties of objects are names like any other', async () => {
    const odd = (shift: number) =>
      new Map(['__proto__', 'constructor', 'toString'].map(name => [name, spread(ROWS, shift)]))
    const text = (shift: number) => {
      const names = [...odd(shift).keys()]
      const rows = cells(ROWS, row => names.map(name => odd(shift).get(name)?.[row] ?? '').join(','))
      return [names.join(','), ...rows].join('\n')
    }
    world.file('before.csv', text(0))
    world.file('after.csv', text(0.5))
    const { report } = await world.call({ baseline: 'before.csv', current: 'after.csv' })
    expect(report.features.map(({ name }) => name).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })
})
