import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { readHeader, readTable } from '../../src/tables/read-table.js'
import { contentOf } from './memory-csv.js'
import { useTemporaryFolder } from './temporary-folder.js'

const inFolder = useTemporaryFolder()

async function put(name: string, content: string | Uint8Array) {
  const path = inFolder(name)
  await writeFile(path, content)
  return { name, path }
}

describe('readTable', () => {
  test('concatenates plain and gzip files in name order', async () => {
    const files = [
      await put('b.csv', 'x\n3\n'),
      await put('a.csv.gz', gzipSync('x\n1\n2\n')),
      await put('c.csv', 'x\n4\n')
    ]
    expect(contentOf(await readTable(files))).toEqual({ x: [1, 2, 3, 4] })
    expect(contentOf(await readTable(files.slice(0, 2)))).toEqual({ x: [1, 2, 3] })
  })

  test('reads gzip files of several members', async () => {
    const bytes = Buffer.concat([gzipSync('x\n1\n'), gzipSync('2\n')])
    expect(contentOf(await readTable([await put('a.csv.gz', bytes)]))).toEqual({ x: [1, 2] })
  })

  test('reads only the header when asked', async () => {
    expect(await readHeader(await put('a.csv', '\ufeff"a,1",b\n1,2'))).toEqual(['a,1', 'b'])
  })

  test('a gzip file that inflates beyond the limit is refused before it fills the memory', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('x\n'), Buffer.alloc(2 ** 25, '1\n')]))
    const file = await put('bomb.csv.gz', bomb)
    await expect(readTable([file], { limits: { maxBytes: 2 ** 20 } })).rejects.toMatchObject({
      code: 'table-too-large'
    })
  })

  test('a gzip file of one endless line is refused', async () => {
    const file = await put(
      'line.csv.gz',
      gzipSync(Buffer.concat([Buffer.from('x\n'), Buffer.alloc(2 ** 25, 'x')]))
    )
    await expect(readTable([file])).rejects.toMatchObject({ code: 'table-line-too-long' })
  })

  test.each([
    ['a cut off gzip file', 'a.csv.gz', gzipSync('x\n1\n').subarray(0, -6), 'table-unreadable'],
    ['a gzip name on plain text', 'a.csv.gz', Buffer.from('x\n1\n'), 'table-unreadable'],
    ['a plain name on gzip', 'a.csv', gzipSync('x\n1\n'), 'table-undecodable'],
    ['an unknown kind of file', 'a.xlsx', Buffer.from('x'), 'table-unreadable']
  ])('%s', async (_name, name, bytes, code) => {
    await expect(readTable([await put(name, bytes)])).rejects.toMatchObject({ code })
  })

  test.each(['missing.csv', 'missing.csv.gz', 'missing.parquet'])('%s that does not exist', async name => {
    await expect(readTable([{ name, path: inFolder(name) }])).rejects.toMatchObject({
      code: 'table-unreadable'
    })
  })

  test('no file at all', async () => {
    await expect(readTable([])).rejects.toMatchObject({ code: 'table-empty' })
  })

  test('CSV and Parquet together', async () => {
    const files = [await put('a.csv', 'x\n1\n'), await put('b.parquet', '')]
    await expect(readTable(files)).rejects.toMatchObject({ code: 'table-mixed-formats' })
  })
})
