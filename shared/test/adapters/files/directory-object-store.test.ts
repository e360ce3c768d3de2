import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { DirectoryObjectStore } from '../../../src/adapters/files/directory-object-store.js'
import { withProcessLock } from '../../../src/adapters/files/process-lock.js'
import { objectStoreContract } from '../../../testing/contracts/object-store-contract.js'

const bytes = (text: string) => new TextEncoder().encode(text)

objectStoreContract('a directory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'store-'))
  return {
    store: new DirectoryObjectStore(join(directory, 'new', 'store')),
    close: () => rm(directory, { recursive: true, force: true })
  }
})

describe('a directory store', () => {
  let outside: string
  let root: string
  let store: DirectoryObjectStore

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'outside-'))
    root = await mkdtemp(join(tmpdir(), 'root-'))
    store = new DirectoryObjectStore(root)
    await writeFile(join(outside, 'secret.json'), 'secret')
  })
  afterEach(async () => {
    for (const directory of [outside, root]) await rm(directory, { recursive: true, force: true })
  })

  test('does not read, write or list through a directory link that leaves the root', async () => {
    await symlink(outside, join(root, 'datasets'))
    await expect(store.read('datasets/secret.json')).rejects.toMatchObject({ code: 'store-path-escapes' })
    await expect(store.write('datasets/new.json', bytes('x'))).rejects.toMatchObject({
      code: 'store-path-escapes'
    })
    const keys = []
    for await (const object of store.list('')) keys.push(object.key)
    expect(keys).toEqual([])
    expect(await readdir(outside)).toEqual(['secret.json'])
  })

  test('does not read or list a file link that leaves the root, and replaces rather than follows it', async () => {
    await mkdir(join(root, 'runs'))
    await symlink(join(outside, 'secret.json'), join(root, 'runs', 'a.json'))
    await expect(store.read('runs/a.json')).rejects.toMatchObject({ code: 'store-path-escapes' })
    const keys = []
    for await (const object of store.list('runs/')) keys.push(object.key)
    expect(keys).toEqual([])
    await store.write('runs/a.json', bytes('mine'))
    expect(await readFile(join(outside, 'secret.json'), 'utf8')).toBe('secret')
  })

  test('follows links that stay inside', async () => {
    await store.write('datasets/v1/train/a.csv', bytes('x,y\n'))
    await symlink(join(root, 'datasets', 'v1'), join(root, 'datasets', 'latest'))
    expect((await store.read('datasets/latest/train/a.csv'))?.bytes.length).toBe(4)
  })

  test('takes over the lock of a process that was killed, at once', async () => {
    const lock = join(root, 'dead.lock')
    const machine = await lockContent(join(root, 'probe.lock'))
    await writeFile(lock, JSON.stringify({ ...machine, pid: 4194303, startedAt: '1' }))
    expect(await withProcessLock(lock, async () => 'taken')).toBe('taken')
    expect((await readdir(root)).filter(name => name.startsWith('dead.lock'))).toEqual([])
  })

  test('many takers of a dead lock exclude each other', async () => {
    const lock = join(root, 'dead.lock')
    const machine = await lockContent(join(root, 'probe.lock'))
    await writeFile(lock, JSON.stringify({ ...machine, pid: 4194303, startedAt: '1' }))
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise(done => setTimeout(done, 3))
      inside--
    }
    await Promise.all(Array.from({ length: 10 }, () => withProcessLock(lock, work)))
    expect(most).toBe(1)
  })

  test.each([0, 16 * 1024, 16 * 1024 + 1])('the tag of %i bytes is their SHA-256', async size => {
    const content = Uint8Array.from({ length: size }, (_, index) => (index * 7) % 256)
    const etag = createHash('sha256').update(content).digest('hex')
    expect(await store.write('a', content)).toEqual({ written: true, etag })
    expect((await store.read('a'))?.etag).toBe(etag)
  })

  test('does not create what a link, even a broken one, stands for', async () => {
    await symlink(join(outside, 'none'), join(root, 'a.json'))
    expect(await store.write('a.json', bytes('x'), { absent: true })).toEqual({
      written: false,
      reason: 'conflict'
    })
    expect(await readdir(outside)).toEqual(['secret.json'])
  })

  test('leaves no drafts behind', async () => {
    await store.write('a/b', bytes('1'))
    await store.write('a/b', bytes('2'), { absent: true })
    expect(await readdir(join(root, '.work'))).toEqual([])
  })
})

async function lockContent(path: string): Promise<Record<string, unknown>> {
  return withProcessLock(
    path,
    async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  )
}
