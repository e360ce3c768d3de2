import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../src/errors.js'
import type { HistoryLog } from '../../src/ports/history-log.js'

/** One place where a history can be kept, empty at first. */
export interface HistoryPlace {
  /** The same history, as another job would open it. */
  open(): HistoryLog | Promise<HistoryLog>
  close(): Promise<void>
}

const WRITERS = 8
const MISSING_COMMIT = '0123456789abcdef0123456789abcdef01234567'
const HOSTILE_PATHS = [
  '',
  '/etc/passwd',
  '../x',
  'a/../b',
  'a//b',
  'a/',
  './a',
  '.git/config',
  'a/.GIT/x',
  'a\nb',
  'a\0b',
  'a\\b'
]

/** Appends on the present head, reading it anew after every refusal. */
async function appendAtLast(log: HistoryLog, path: string, text: string): Promise<number> {
  for (let refusals = 0; ; refusals++) {
    const result = await log.append(await log.head(), [{ path, text }], `add ${path}`)
    if (result.appended) return refusals
  }
}

async function appended(log: HistoryLog, path: string, text: string): Promise<string> {
  const result = await log.append(await log.head(), [{ path, text }], `add ${path}`)
  if (!result.appended) throw new Error('nobody else is writing')
  return result.commit
}

/** What every history log must do, whatever it is made of. */
export function historyLogContract(name: string, createPlace: () => Promise<HistoryPlace>): void {
  describe(`${name} is a history log`, () => {
    let place: HistoryPlace
    let log: HistoryLog

    beforeEach(async () => {
      place = await createPlace()
      log = await place.open()
    })

    afterEach(() => place.close())

    test('there is no head before the first entry', async () => {
      expect(await log.head()).toBeUndefined()
    })

    test('the first entry creates the branch', async () => {
      const files = [
        { path: 'history/a.md', text: '# A\n' },
        { path: 'history/a.json', text: '{"sequence":1}' }
      ]
      const result = await log.append(undefined, files, 'first entry')
      const head = await log.head()
      expect(result).toEqual({ appended: true, commit: head, url: result.appended ? result.url : '' })
      expect(head).toMatch(/^[0-9a-f]{40}$/)
      expect(await log.read(head ?? '', 'history/a.md')).toBe('# A\n')
      expect(await log.read(head ?? '', 'history/a.json')).toBe('{"sequence":1}')
    })

    test('the branch is created once', async () => {
      const commit = await appended(log, 'a', '1')
      const again = await log.append(undefined, [{ path: 'b', text: '2' }], 'late')
      expect(again).toEqual({ appended: false, reason: 'moved' })
      expect(await log.head()).toBe(commit)
    })

    test('an entry on an old head is refused and leaves no trace', async () => {
      const first = await appended(log, 'a', '1')
      const second = await appended(log, 'b', '2')
      const stale = await log.append(first, [{ path: 'c', text: '3' }], 'stale')
      expect(stale).toEqual({ appended: false, reason: 'moved' })
      expect(await log.head()).toBe(second)
      expect(await log.list(second, '')).toEqual(['a', 'b'])
    })

    test('a head that never was is refused', async () => {
      const result = await log.append(MISSING_COMMIT, [{ path: 'a', text: '1' }], 'on nothing')
      expect(result).toEqual({ appended: false, reason: 'moved' })
      expect(await log.head()).toBeUndefined()
    })

    test('later entries keep the earlier files and may replace them', async () => {
      await appended(log, 'a', '1')
      await appended(log, 'dir/b', '2')
      const head = await appended(log, 'a', 'new')
      expect(await log.read(head, 'a')).toBe('new')
      expect(await log.read(head, 'dir/b')).toBe('2')
    })

    test('old commits stay readable as they were', async () => {
      const first = await appended(log, 'a', 'old')
      await appended(log, 'a', 'new')
      await appended(log, 'b', 'more')
      expect(await log.read(first, 'a')).toBe('old')
      expect(await log.read(first, 'b')).toBeUndefined()
      expect(await log.list(first, '')).toEqual(['a'])
    })

    test('a path that is absent or a directory has no text', async () => {
      const head = await appended(log, 'dir/a', '1')
      expect(await log.read(head, 'dir/b')).toBeUndefined()
      expect(await log.read(head, 'dir')).toBeUndefined()
      expect(await log.read(head, 'dir/a/b')).toBeUndefined()
    })

    test('list names all files below a directory and nothing beside it', async () => {
      await appended(log, 'history/a.md', '1')
      await appended(log, 'history/2026/b.md', '2')
      await appended(log, 'history-of-art/c.md', '3')
      const head = await appended(log, 'd.md', '4')
      expect([...(await log.list(head, 'history'))].sort()).toEqual(['history/2026/b.md', 'history/a.md'])
      expect(await log.list(head, 'histor')).toEqual([])
      expect(await log.list(head, 'd.md')).toEqual([])
      expect(await log.list(head, '')).toHaveLength(4)
    })

    test('text and paths are kept byte for byte', async () => {
      const path = 'histoire/模型 ✅ [1].md'
      const text = '\uFEFF訓練履歴\r\n🙂 \u0000 trailing  \n\n'
      const head = await appended(log, path, text)
      expect(await log.read(head, path)).toBe(text)
      expect(await log.list(head, 'histoire')).toEqual([path])
    })

    test('an empty file and a large file are files', async () => {
      const large = 'entry of the training history 0123456789\n'.repeat(60_000)
      await appended(log, 'empty', '')
      const head = await appended(log, 'large', large)
      expect(await log.read(head, 'empty')).toBe('')
      expect((await log.read(head, 'large')) === large).toBe(true)
    })

    test('two openings see each other', async () => {
      const other = await place.open()
      await appended(log, 'a', '1')
      const head = await appended(other, 'b', '2')
      expect(await log.head()).toBe(head)
      expect(await log.read(head, 'b')).toBe('2')
    })

    test(`${WRITERS} writers at once all get in`, async () => {
      const names = Array.from({ length: WRITERS }, (_, index) => `runs/${index}.json`)
      await Promise.all(names.map(async path => appendAtLast(await place.open(), path, path)))
      const head = (await log.head()) ?? ''
      expect([...(await log.list(head, 'runs'))].sort()).toEqual(names)
      const texts = await Promise.all(names.map(path => log.read(head, path)))
      expect(texts).toEqual(names)
    })

    test('paths that lead elsewhere are refused', async () => {
      const head = await appended(log, 'a', '1')
      const invalid = { code: 'repository-path-invalid' }
      for (const path of HOSTILE_PATHS) {
        await expect(log.append(head, [{ path, text: path }], 'hostile')).rejects.toMatchObject(invalid)
        await expect(log.read(head, path)).rejects.toMatchObject(invalid)
      }
      expect(await log.head()).toBe(head)
    })

    test('what is not a commit id is refused, and an unknown commit is an error', async () => {
      await appended(log, 'a', '1')
      await expect(log.read('HEAD', 'a')).rejects.toMatchObject({ code: 'commit-id-invalid' })
      await expect(log.list('--all', '')).rejects.toMatchObject({ code: 'commit-id-invalid' })
      await expect(log.read(MISSING_COMMIT, 'a')).rejects.toBeInstanceOf(ServiceError)
      await expect(log.list(MISSING_COMMIT, '')).rejects.toBeInstanceOf(ServiceError)
    })
  })
}
