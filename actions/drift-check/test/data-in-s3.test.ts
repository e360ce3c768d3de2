import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { csv, spread, World, type Columns } from './world.js'

let world: World
let bucket: InMemoryObjectStore
let opened: string[]
beforeEach(() => {
  world = new World()
  bucket = new InMemoryObjectStore()
  opened = []
})
afterEach(() => {
  expect(readdirSync(world.workspace).filter(name => name.startsWith('mlops-'))).toEqual([])
  world.close()
})

const put = (key: string, content: string | Uint8Array) =>
  bucket.write(key, typeof content === 'string' ? new TextEncoder().encode(content) : content)

const check = (texts: Record<string, string>) =>
  world.call(texts, {
    openBucket: async location => {
      opened.push(location)
      return bucket
    }
  })

const before: Columns = { a: spread(300) }

describe('current data in S3', () => {
  test.each([
    ['an object', 's3://data/day/rows.csv'],
    ['a prefix', 's3://data/day/'],
    ['a prefix without a final slash', 's3://data/day']
  ])('are read from %s', async (_, current) => {
    world.file('before.csv', before)
    await put('day/rows.csv', csv({ a: spread(300, 0.5) }))
    await put('day/notes.txt', 'x')
    await put('day/older/rows.csv', csv(before))
    const { report } = await check({ baseline: 'before.csv', current })
    expect(opened).toEqual(['s3://data'])
    expect(report).toMatchObject({ severity: 'retrain', current_rows: 300, current: { source: current } })
  })

  test('are all files of a prefix, in the order of their names, compressed or not', async () => {
    world.file('before.csv', before)
    const values = spread(300)
    await put('day/a.csv.gz', gzipSync(csv({ a: values.slice(0, 100) })))
    await put('day/b.csv', csv({ a: values.slice(100) }))
    const { report } = await check({ baseline: 'before.csv', current: 's3://data/day/' })
    expect(report).toMatchObject({ severity: 'ok', current_rows: 300 })
  })

  test('are missing where the prefix has no data file, and what is there is named', async () => {
    world.file('before.csv', before)
    await put('day/older/rows.csv', csv(before))
    await expect(check({ baseline: 'before.csv', current: 's3://data/day/' })).rejects.toMatchObject({
      code: 'dataset-missing',
      message: '"s3://data/day/" holds no data file (only older/rows.csv)'
    })
  })
})

test('a baseline in S3 may be data or a profile', async () => {
  world.file('after.csv', before)
  await put('base/rows.csv', csv(before))
  await put('base/baseline.json', JSON.stringify(await world.profileOf(before)))
  const data = await check({ baseline: 's3://data/base/rows.csv', current: 'after.csv' })
  const profile = await check({ baseline: 's3://data/base/baseline.json', current: 'after.csv' })
  expect(data.report).toMatchObject({ severity: 'ok', baseline: { kind: 'data' } })
  expect(profile.report).toMatchObject({
    severity: 'ok',
    baseline: { kind: 'profile', source: 's3://data/base/baseline.json' }
  })
})
