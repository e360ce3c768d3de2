import { open, truncate, writeFile } from 'node:fs/promises'
import { brotliCompressSync, crc32, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { UserError } from '../../../src/errors.js'
import { readTable } from '../../../src/tables/read-table.js'
import { contentOf } from '../memory-csv.js'
import { useTemporaryFolder } from '../temporary-folder.js'
import {
  craftedFile,
  dataPage,
  dictionaryPage,
  structBytes,
  varint,
  withFooter,
  withFooterBytes,
  type Thrift
} from './crafted-parquet.js'
import { ZSTD_FILE } from './zstd-file.js'

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0]

const inFolder = useTemporaryFolder()

async function errorOf(bytes: Uint8Array): Promise<unknown> {
  const path = inFolder('data.parquet')
  await writeFile(path, bytes)
  return readTable([{ name: 'data.parquet', path }]).then(
    () => 'read',
    (error: unknown) => error
  )
}

/** `read`, the code of an error of ours, or the whole of any other. */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
  const error = await errorOf(bytes)
  return error instanceof UserError ? error.code : String(error)
}

const numbers = Array.from({ length: 12 }, (_, row) => (row === 3 ? null : row % 5))
const words = numbers.map(value => (value === null ? null : `word-${value}`))

function written(options: Partial<WriteOptions>, encodings: readonly WriteOptions['columnData'][number][]) {
  return new Uint8Array(parquetWriteBuffer({ columnData: [...encodings], ...options }))
}

const plain: WriteOptions['columnData'] = [
  { name: 'n', data: numbers, type: 'DOUBLE', encoding: 'PLAIN' },
  { name: 'w', data: words, type: 'STRING', encoding: 'PLAIN' }
]
const delta: WriteOptions['columnData'] = [
  { name: 'i', data: numbers, type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
  {
    name: 'l',
    data: numbers.map(value => (value === null ? null : BigInt(value))),
    type: 'INT64',
    encoding: 'DELTA_BINARY_PACKED'
  },
  { name: 'w', data: words, type: 'STRING', encoding: 'DELTA_BYTE_ARRAY' },
  { name: 'v', data: words, type: 'STRING', encoding: 'DELTA_LENGTH_BYTE_ARRAY' }
]
const guessed: WriteOptions['columnData'] = [
  { name: 'n', data: numbers },
  { name: 'w', data: words, type: 'STRING' },
  { name: 'b', data: numbers.map(value => value === 1), type: 'BOOLEAN' }
]
const samples: [name: string, bytes: Uint8Array][] = [
  ['plain', written({ codec: 'UNCOMPRESSED' }, plain)],
  ['snappy', written({ codec: 'SNAPPY', rowGroupSize: 5 }, guessed)],
  [
    'gzip',
    written({ codec: 'GZIP', compressors: { GZIP: bytes => new Uint8Array(gzipSync(bytes)) } }, guessed)
  ],
  [
    'brotli',
    written(
      { codec: 'BROTLI', compressors: { BROTLI: bytes => new Uint8Array(brotliCompressSync(bytes)) } },
      plain
    )
  ],
  ['zstd', Buffer.from(ZSTD_FILE, 'base64')],
  ['delta', written({ codec: 'UNCOMPRESSED' }, delta)],
  [
    'byte streams',
    written({ codec: 'UNCOMPRESSED' }, [
      { name: 'n', data: [1.5, 2.5], type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT' }
    ])
  ]
]
const MASKS = [1, 128, 255, 16]
const EXPECTED = /^(read|table-(unreadable|header|empty|too-large))$/

describe('a damaged file', () => {
  test.each(samples)('%s, cut off anywhere', async (_name, whole) => {
    expect(await outcomeOf(whole)).toBe('read')
    for (let length = 0; length < whole.length; length++)
      expect(await outcomeOf(whole.subarray(0, length))).toBe('table-unreadable')
  })

  test.each(samples)('%s, with any one byte changed', async (_name, whole) => {
    for (let at = 0; at < whole.length; at++) {
      const bytes = Uint8Array.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ (MASKS[at % MASKS.length] ?? 1)
      expect(await outcomeOf(bytes)).toMatch(EXPECTED)
    }
  })
})

const oneDouble = [...new Uint8Array(new Float64Array([1.5]).buffer)]
const doublePage = dataPage(oneDouble)

describe('a file that claims what cannot be', () => {
  test('is crafted so that the sane one can be read', async () => {
    const path = inFolder('data.parquet')
    await writeFile(path, craftedFile(dataPage(oneDouble, { crc: crc32(Uint8Array.from(oneDouble)) | 0 })))
    expect(contentOf(await readTable([{ name: 'data.parquet', path }]))).toEqual({ x: [1.5] })
  })

  const cases: [name: string, bytes: Uint8Array, code: string, reason: string][] = [
    ['2^40 rows', craftedFile(doublePage, { rows: 2n ** 40n }), 'table-too-large', '1099511627776 cells'],
    ['2^62 rows', craftedFile(doublePage, { rows: 2n ** 62n }), 'table-unreadable', 'row counts'],
    [
      'rows that are not there',
      craftedFile(doublePage, { rows: 200_000_000n }),
      'table-unreadable',
      'row 2, column "x": damaged from this record on'
    ],
    ['negative rows', craftedFile(doublePage, { rows: -1n }), 'table-unreadable', 'row counts'],
    ['other rows', craftedFile(doublePage, { groupRows: 2n }), 'table-unreadable', 'row counts'],
    ['no rows', craftedFile(doublePage, { rows: 0n }), 'table-empty', 'no rows'],
    ['no columns', craftedFile([], { names: [] }), 'table-empty', 'no rows'],
    ['a negative place', craftedFile(doublePage, { offset: -4n }), 'table-unreadable', 'outside the file'],
    ['a place behind it', craftedFile(doublePage, { offset: 9_999n }), 'table-unreadable', 'outside'],
    ['a negative size', craftedFile(doublePage, { size: -1n }), 'table-unreadable', 'outside the file'],
    ['a size beyond it', craftedFile(doublePage, { size: 2n ** 50n }), 'table-unreadable', 'outside'],
    [
      'a dictionary at its own footer',
      craftedFile(doublePage, { dictionaryOffset: BigInt(doublePage.length + 4) }),
      'table-unreadable',
      'column "x"'
    ],
    [
      'more children than it has',
      craftedFile(doublePage, { rootChildren: 99 }),
      'table-unreadable',
      'not a tree'
    ],
    ['minus one child', craftedFile(doublePage, { rootChildren: -1 }), 'table-unreadable', 'not a tree'],
    ['a name twice', craftedFile(doublePage, { names: ['x', 'x'] }), 'table-header', 'both named "x"'],
    ['no name', craftedFile(doublePage, { names: [''] }), 'table-header', 'no name'],
    ['an unknown compression', craftedFile(doublePage, { codec: 3 }), 'table-unreadable', 'LZO'],
    [
      'a wrong checksum',
      craftedFile(dataPage(oneDouble, { crc: 12345 })),
      'table-unreadable',
      'row 1, column "x": damaged from this record on (a page whose checksum is wrong)'
    ],
    [
      'a page of 2 GB',
      craftedFile(dataPage(oneDouble, { size: 2 ** 31 - 1 }), { codec: 1 }),
      'table-unreadable',
      'impossible page size'
    ],
    [
      'a page larger than its column',
      craftedFile(dataPage(oneDouble, { compressedSize: 99 })),
      'table-unreadable',
      'impossible compressed page size'
    ],
    [
      'a page of minus one byte',
      craftedFile(dataPage(oneDouble, { size: -1 }), { codec: 1 }),
      'table-unreadable',
      'impossible page size'
    ],
    [
      'more values than rows',
      craftedFile(dataPage(oneDouble, { values: 2 })),
      'table-unreadable',
      'impossible number of values'
    ],
    [
      'more values than bytes',
      craftedFile(dataPage(oneDouble, { values: 99_000_000 }), { rows: 99_000_000n }),
      'table-unreadable',
      'impossible number of values'
    ],
    [
      'a snappy page that is longer than it says',
      craftedFile(dataPage([...varint(2n ** 31n), 0, 0], { size: 8 }), { codec: 1 }),
      'table-unreadable',
      'another length'
    ],
    [
      'a gzip page that inflates to 64 MB instead of 8 bytes',
      craftedFile(dataPage([...gzipSync(Buffer.alloc(2 ** 26))], { size: 8 }), { codec: 2 }),
      'table-unreadable',
      'damaged'
    ],
    [
      'a dictionary of more entries than bytes',
      craftedFile([...dictionaryPage(oneDouble, 8), ...doublePage]),
      'table-unreadable',
      'ends early'
    ],
    [
      'a value that is not in the dictionary',
      craftedFile([...dictionaryPage(oneDouble, 1), ...dataPage([8, 2, 200], { encoding: 8 })]),
      'table-unreadable',
      'not in the dictionary'
    ],
    [
      'delta blocks without parts',
      craftedFile(dataPage([...varint(128n), 0, 2, 0], { encoding: 5, values: 2 }), { type: 1, rows: 2n }),
      'table-unreadable',
      'delta blocks'
    ],
    [
      'an endless number in a delta',
      craftedFile(dataPage([...varint(128n), 4, 2, ...Array<number>(5000).fill(255)], { encoding: 5 }), {
        type: 2
      }),
      'table-unreadable',
      'endless number'
    ],
    [
      'delta texts of negative length',
      craftedFile(dataPage([...varint(128n), 4, 1, 1, 65], { encoding: 6 }), { type: 6 }),
      'table-unreadable',
      'text'
    ]
  ]
  test.each(cases)('%s', async (_name, bytes, code, reason) => {
    expect(await errorOf(bytes)).toMatchObject({ code, message: expect.stringContaining(reason) })
  })

  test('names of prototypes are names', async () => {
    const path = inFolder('data.parquet')
    await writeFile(path, craftedFile(doublePage, { names: ['__proto__', 'constructor'] }))
    const table = await readTable([{ name: 'data.parquet', path }])
    expect(table.columns.map(column => column.name)).toEqual(['__proto__', 'constructor'])
  })
})

describe('a footer or header that would exhaust its parser', () => {
  const nested = (depth: number): Thrift => ({
    struct: depth === 0 ? {} : { 1: nested(depth - 1) }
  })
  const endless = [0x16, ...Array<number>(100_000).fill(0x80)]
  const cases: [name: string, footer: readonly number[], reason: string][] = [
    ['deep nesting', structBytes({ 1: nested(100) }), 'nested too deeply'],
    ['an endless number', endless, 'endless number'],
    ['a list of 2^31 structs', [0x19, 0xfc, ...varint(2n ** 31n), 0, 0], 'ends early'],
    ['a list of 2^60 flags', [0x19, 0xf1, ...varint(2n ** 60n), 0], 'ends early'],
    ['a text of 2^60 bytes', [0x18, ...varint(2n ** 60n), 0], 'ends early'],
    ['a map', [0x1b, 0], 'type 11'],
    ['no end', [0x15, 2], 'ends early']
  ]
  test.each(cases)('%s', async (_name, footer, reason) => {
    const error = await errorOf(withFooterBytes([], footer))
    expect(error).toMatchObject({ code: 'table-unreadable', message: expect.stringContaining(reason) })
  })

  test('millions of empty structs', async () => {
    const count = 3_000_000
    const list: Thrift = { type: 9, raw: [0xfc, ...varint(BigInt(count)), ...new Uint8Array(count)] }
    expect(await errorOf(withFooter([], { 2: list }))).toMatchObject({
      message: expect.stringContaining('too many parts')
    })
  })

  test('a schema ten thousand levels deep', async () => {
    const schema = Array.from({ length: 10_000 }, (): Thrift => ({
      struct: { 4: { text: 'x' }, 5: { i32: 1 } }
    }))
    const error = await errorOf(craftedFile(doublePage, { schema }))
    expect(error).toMatchObject({ code: 'table-unreadable', message: expect.stringContaining('not a tree') })
  })

  test('a footer of 2 GB in a file full of holes', async () => {
    const path = inFolder('hole.parquet')
    await writeFile(path, 'PAR1')
    await truncate(path, 2 ** 31)
    const handle = await open(path, 'r+')
    const tail = Buffer.from('\0\0\0\x7fPAR1', 'latin1')
    await handle.write(tail, 0, tail.length, 2 ** 31)
    await handle.close()
    await expect(readTable([{ name: 'hole.parquet', path }])).rejects.toMatchObject({
      code: 'table-unreadable',
      message: expect.stringContaining('footer')
    })
  })

  test('a page header without end', async () => {
    const page = [0x18, ...varint(2n ** 31n), ...new Uint8Array(5000)]
    expect(await outcomeOf(craftedFile(page))).toBe('table-unreadable')
  })

  test('four thousand columns are read', async () => {
    const names = Array.from({ length: 4000 }, (_, column) => `c${column}`)
    const bytes = craftedFile(doublePage, { names })
    expect(await outcomeOf(bytes)).toBe('read')
  })
})
