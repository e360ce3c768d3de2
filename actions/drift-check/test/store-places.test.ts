import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { DirectoryObjectStore } from '../../../shared/src/adapters/files/directory-object-store.js'
import { spread, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
  world.file('before.csv', { a: spread(300) })
  world.file('after.csv', { a: spread(300) })
})
afterEach(() => world.close())

const check = (location: string) => {
  const store = new DirectoryObjectStore(location, join(world.workspace, location))
  return world.call({ baseline: 'before.csv', current: 'after.csv' }, { store })
}

describe('a file where the store needs a directory', () => {
  test.each([
    ['the store', 'before.csv', 'before.csv'],
    ['a directory above the store', 'before.csv/store', 'before.csv'],
    ['the folder of reports', 'store', 'store/drift'],
    ['the folder of one model', 'other', 'other/drift/unregistered'],
    ['the folder of drafts', 'third', 'third/.work']
  ])('in the place of %s is one error that names it', async (_name, location, place) => {
    if (place !== 'before.csv') world.file(place, 'x')
    await expect(check(location)).rejects.toMatchObject({
      code: 'store-not-a-directory',
      message: `${place} is a file; the store needs a directory there`
    })
  })

  test('is told when reading and listing, too, and not taken for an empty store', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'store-places-'))
    writeFileSync(join(directory, 'file'), 'x')
    const store = new DirectoryObjectStore('file', join(directory, 'file'))
    const code = 'store-not-a-directory'
    await expect(store.read('models/a.json')).rejects.toMatchObject({ code })
    await expect(store.list('models/')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code })
    rmSync(directory, { recursive: true })
  })
})
