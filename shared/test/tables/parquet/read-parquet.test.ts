import { writeFile } from 'node:fs/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Encoding, SchemaElement } from 'hyparquet'
import { UserError } from '../../../src/errors.js'
import { readHeader, readTable } from '../../../src/tables/read-table.js'
import type { ReadOptions } from '../../../src/tables/read-options.js'
import { contentOf, kindsOf } from '../memory-csv.js'
import { useTemporaryFolder } from '../temporary-folder.js'
import { ZSTD_FILE } from './zstd-file.js'

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0]
type Sources = WriteOptions['columnData']

const inFolder = useTemporaryFolder()

async function write(name: string, columnData: Sources, options: Partial<WriteOptions> = {}) {
  const path = inFolder(name)
  await writeFile(path, Buffer.from(parquetWriteBuffer({ columnData, ...options })))
  return { name, path }
}

async function read(columnData: Sources, options: ReadOptions = {}, writing: Partial<WriteOptions> = {}) {
  return readTable([await write('data.parquet', columnData, writing)], options)
}

/** A column described by a schema element, its raw values given. */
async function readElement(
  element: Omit<SchemaElement, 'name'>,
  data: readonly unknown[],
  options?: ReadOptions
) {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    { name: 'x', repetition_type: 'REQUIRED', ...element }
  ]
  const table = await read([{ name: 'x', data: [...data] }], options, { schema })
  return { kind: table.columns[0]?.kind, cells: contentOf(table)['x'] }
}

describe('types', () => {
  test('numbers, texts, booleans and missing values', async () => {
    const table = await read([
      { name: 'double', data: [1.5, null, -Infinity], type: 'DOUBLE' },
      { name: 'float', data: [0.5, Number.NaN, 2], type: 'FLOAT' },
      { name: 'int', data: [1, null, -3], type: 'INT32' },
      { name: 'long', data: [1n, 2n ** 53n - 1n, null], type: 'INT64' },
      { name: 'text', data: ['x', '', 'NA'], type: 'STRING' },
      { name: 'flag', data: [true, false, null], type: 'BOOLEAN' }
    ])
    expect(contentOf(table)).toEqual({
      double: [1.5, null, -Infinity],
      float: [0.5, null, 2],
      int: [1, null, -3],
      long: [1, 2 ** 53 - 1, null],
      text: ['x', null, null],
      flag: ['true', 'false', null]
    })
    expect(kindsOf(table)).toEqual({
      double: 'numeric',
      float: 'numeric',
      int: 'numeric',
      long: 'numeric',
      text: 'text',
      flag: 'text'
    })
  })

  const elements: [
    name: string,
    element: Omit<SchemaElement, 'name'>,
    raw: unknown[],
    cells: (string | number)[]
  ][] = [
    [
      'dates',
      { type: 'INT32', converted_type: 'DATE' },
      [new Date('2024-02-29T00:00:00Z'), new Date('1969-12-31T00:00:00Z')],
      ['2024-02-29', '1969-12-31']
    ],
    [
      'time stamps',
      { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
      [new Date('2024-02-29T12:34:56.780Z'), new Date(-1)],
      ['2024-02-29T12:34:56.78Z', '1969-12-31T23:59:59.999Z']
    ],
    [
      'decimals',
      { type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9 },
      [1.1, -0.29, 12345.67],
      [1.1, -0.29, 12345.67]
    ],
    ['unsigned integers', { type: 'INT32', converted_type: 'UINT_32' }, [4294967295, 1], [4294967295, 1]],
    ['enums', { type: 'BYTE_ARRAY', converted_type: 'ENUM' }, ['red', 'blue'], ['red', 'blue']],
    ['JSON', { type: 'BYTE_ARRAY', converted_type: 'JSON' }, [{ a: 1 }, [2]], ['{"a":1}', '[2]']]
  ]
  test.each(elements)('%s', async (_name, element, raw, cells) => {
    expect((await readElement(element, raw)).cells).toEqual(cells)
  })

  test('integers beyond 2^53 are text, digit for digit', async () => {
    const table = await read([{ name: 'id', data: [1n, 9007199254740993n], type: 'INT64' }])
    expect(contentOf(table)).toEqual({ id: ['1', '9007199254740993'] })
  })

  test('integers beyond 2^53 in a declared number are an error with the record', async () => {
    const kinds = new Map([['id', 'numeric']] as const)
    const reading = read([{ name: 'id', data: [1n, 9007199254740993n], type: 'INT64' }], { kinds })
    await expect(reading).rejects.toMatchObject({
      code: 'table-not-a-number',
      message: expect.stringContaining('data.parquet, row 2, column "id"')
    })
  })

  test('declared kinds convert numbers to text and texts to numbers', async () => {
    const kinds = new Map([
      ['a', 'text'],
      ['b', 'numeric']
    ] as const)
    const table = await read(
      [
        { name: 'a', data: [1, 2.5] },
        { name: 'b', data: [' 7 ', 'NA'] }
      ],
      { kinds }
    )
    expect(contentOf(table)).toEqual({ a: ['1', '2.5'], b: [7, null] })
  })

  test('nested columns are refused by name, unless they are not wanted', async () => {
    const columns: Sources = [
      { name: 'a', data: [1, 2] },
      { name: 'list', data: [[1], [2, 3]] }
    ]
    const schema: SchemaElement[] = [
      { name: 'root', num_children: 2 },
      { name: 'a', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'list', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' }
    ]
    await expect(read(columns, {}, { schema })).rejects.toMatchObject({
      code: 'table-unreadable',
      message: 'data.parquet: columns that cannot be read: "list" is nested'
    })
    expect(contentOf(await read(columns, { columns: ['a'] }, { schema }))).toEqual({ a: [1, 2] })
  })
})

describe('files', () => {
  const numbers = Float64Array.from({ length: 5000 }, (_, row) => Math.sin(row))
  const words = Array.from({ length: 5000 }, (_, row) => (row % 11 === 0 ? null : `word-${row % 97}`))

  test.each(['UNCOMPRESSED', 'SNAPPY'] as const)('row groups and pages, %s', async codec => {
    const columns: Sources = [
      { name: 'n', data: numbers },
      { name: 'w', data: words, type: 'STRING' }
    ]
    const table = await read(columns, {}, { codec, rowGroupSize: 700, pageSize: 512 })
    expect(contentOf(table)).toEqual({ n: [...numbers], w: words })
  })

  const lz4Literals = (input: Uint8Array) => {
    const rest = input.length - 15
    const lengths = rest < 0 ? [] : [...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255]
    return Uint8Array.from([Math.min(input.length, 15) << 4, ...lengths, ...input])
  }

  test.each([
    ['GZIP', { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) }],
    ['BROTLI', { BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliCompressSync(bytes)) }],
    ['LZ4_RAW', { LZ4_RAW: lz4Literals }]
  ] as const)('compressed with %s', async (codec, compressors) => {
    const columns: Sources = [
      { name: 'n', data: numbers },
      { name: 'w', data: words, type: 'STRING' }
    ]
    const table = await read(columns, {}, { codec, compressors, pageSize: 4096 })
    expect(contentOf(table)).toEqual({ n: [...numbers], w: words })
  })

  test('compressed with ZSTD by libzstd', async () => {
    const path = inFolder('zstd.parquet')
    await writeFile(path, Buffer.from(ZSTD_FILE, 'base64'))
    const rows = Array.from({ length: 40 }, (_, row) => row)
    expect(contentOf(await readTable([{ name: 'zstd.parquet', path }]))).toEqual({
      n: rows.map(row => (row * row) / 4),
      w: rows.map(row => `word-${row % 3}`)
    })
  })

  const integers = Array.from({ length: 3000 }, (_, row) =>
    row % 13 === 0 ? null : ((row * 7919) % 4001) - 2000
  )
  const longs = integers.map(value => (value === null ? null : BigInt(value) * 1_000_000n))
  const encodings: [
    encoding: Encoding,
    type: 'INT32' | 'INT64' | 'DOUBLE' | 'STRING' | 'BOOLEAN',
    data: unknown[],
    cells: unknown[]
  ][] = [
    ['DELTA_BINARY_PACKED', 'INT32', integers, integers],
    ['DELTA_BINARY_PACKED', 'INT64', longs, integers.map(value => value && value * 1e6)],
    ['BYTE_STREAM_SPLIT', 'DOUBLE', [...numbers], [...numbers]],
    ['DELTA_LENGTH_BYTE_ARRAY', 'STRING', words, words],
    ['DELTA_BYTE_ARRAY', 'STRING', words, words],
    ['PLAIN', 'STRING', words, words],
    ['RLE', 'BOOLEAN', [true, null, false, true], ['true', null, 'false', 'true']]
  ]
  test.each(encodings)('encoded as %s %s', async (encoding, type, data, cells) => {
    const table = await read([{ name: 'x', data, type, encoding }], {}, { pageSize: 2048 })
    expect(contentOf(table)).toEqual({ x: cells })
  })

  test('several files are concatenated in name order, each row knowing its file', async () => {
    const second = await write('b.parquet', [{ name: 'x', data: ['two'] }])
    const first = await write('a.parquet', [{ name: 'x', data: [1, 2.5] }])
    const table = await readTable([second, first])
    expect(contentOf(table)).toEqual({ x: ['1', '2.5', 'two'] })
    expect(table.places?.locate(2)).toEqual({ file: 'b.parquet', row: 1 })
  })

  test('different columns are an error naming both files', async () => {
    const files = [
      await write('a.parquet', [{ name: 'x', data: [1] }]),
      await write('b.parquet', [{ name: 'y', data: [1] }])
    ]
    await expect(readTable(files)).rejects.toMatchObject({
      code: 'table-header',
      message: expect.stringMatching(/b\.parquet.*a\.parquet/)
    })
  })

  test('the header alone', async () => {
    const file = await write('a.parquet', [
      { name: 'x', data: [1] },
      { name: 'y', data: ['z'] }
    ])
    expect(await readHeader(file)).toEqual(['x', 'y'])
  })

  test('few distinct numbers can be read as text', async () => {
    const table = await read(
      [
        { name: 'x', data: [1, 2, 1] },
        { name: 'y', data: [1, 2, 3] }
      ],
      { fewDistinctAsText: 2 }
    )
    expect(contentOf(table)).toEqual({ x: ['1', '2', '1'], y: [1, 2, 3] })
  })

  test.each([
    ['cells', { maxCells: 2 }],
    ['columns', { maxColumns: 1 }],
    ['bytes', { maxBytes: 10 }],
    ['distinct texts', { maxDictionaryBytes: 100 }]
  ])('too many %s are an error', async (_name, limits) => {
    const columns: Sources = [
      { name: 'x', data: [1, 2, 3] },
      { name: 'y', data: ['a', 'b', 'c'] }
    ]
    await expect(read(columns, { limits })).rejects.toMatchObject({ code: 'table-too-large' })
  })
})

describe('damaged and hostile files', () => {
  const sample = () =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'n', data: [1.5, null, 3, 4], type: 'DOUBLE' },
          { name: 'w', data: ['a', 'b', 'a', null], type: 'STRING' }
        ]
      })
    )

  async function codeOf(bytes: Uint8Array): Promise<string | undefined> {
    const path = inFolder('data.parquet')
    await writeFile(path, bytes)
    return readTable([{ name: 'data.parquet', path }]).then(
      () => 'read',
      (error: unknown) => (error instanceof UserError ? error.code : String(error))
    )
  }

  test.each([
    ['empty', Buffer.alloc(0)],
    ['a CSV file', Buffer.from('a,b\n1,2\n')],
    ['only the magic bytes', Buffer.from('PAR1PAR1')],
    ['a footer longer than the file', Buffer.from('PAR1\xff\xff\xff\x7fPAR1', 'latin1')]
  ])('%s', async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe('table-unreadable')
  })

  test('cut off anywhere', async () => {
    const whole = sample()
    for (let length = 0; length < whole.length; length++) {
      expect(await codeOf(whole.subarray(0, length))).toBe('table-unreadable')
    }
  })

  test('any changed byte gives a table or an error of ours', async () => {
    const whole = sample()
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
        const bytes = Buffer.from(whole)
        for (const [at, mask] of changes) bytes[at] = (bytes[at] ?? 0) ^ mask
        expect(await codeOf(bytes)).toMatch(/^(read|table-(unreadable|header|empty|too-large|undecodable))$/)
      }),
      { numRuns: 400 }
    )
  })
})
