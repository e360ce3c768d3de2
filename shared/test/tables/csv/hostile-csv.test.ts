import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.js'
import { readCsv } from '../../../src/tables/csv/read-csv.js'
import type { CsvInput } from '../../../src/tables/csv/read-csv.js'
import { readTable } from '../../../src/tables/read-table.js'
import type { ReadOptions } from '../../../src/tables/read-options.js'
import { DEFAULT_TABLE_LIMITS } from '../../../src/tables/table-limits.js'
import { contentOf, memoryCsv } from '../memory-csv.js'
import { useTemporaryFolder } from '../temporary-folder.js'

const inFolder = useTemporaryFolder()

async function put(name: string, content: string | Uint8Array) {
  const path = inFolder(name)
  await writeFile(path, content)
  return { name, path }
}

const bytesOf = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

async function errorOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => 'read',
    (error: unknown) => error
  )
}

const read = (content: string | Uint8Array, options: ReadOptions = {}) =>
  errorOf(readCsv([memoryCsv(content)], options))

/** `read`, the code of an error of ours, or the whole of any other. */
function outcome(result: unknown): string {
  return result instanceof UserError ? result.code : String(result)
}

const tricky = Buffer.from('\ufeffid,name\r\n1,"Zoë ""Z"", 東京"\r\n\r\n2,"line\r\nbreak"\n3,NA\n-1.5e3,x\n')

describe('a damaged file', () => {
  test('cut off anywhere is a table or one error', async () => {
    for (let length = 0; length <= tricky.length; length++) {
      const result = outcome(await read(tricky.subarray(0, length)))
      expect(result).toMatch(/^(read|table-(empty|ragged|quote|undecodable|header))$/)
    }
  })

  test('with any one byte changed is a table or one error', async () => {
    for (let at = 0; at < tricky.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const bytes = Buffer.from(tricky)
        bytes[at] = (bytes[at] ?? 0) ^ mask
        expect(outcome(await read(bytes))).toMatch(/^(read|table-[a-z-]+)$/)
      }
    }
  })

  test('of gzip, cut off anywhere, is one error', async () => {
    const whole = gzipSync(tricky)
    for (let length = 0; length < whole.length; length++) {
      const file = await put('data.csv.gz', whole.subarray(0, length))
      expect(outcome(await errorOf(readTable([file])))).toBe('table-unreadable')
    }
  })

  test('of gzip that breaks off far inside names the row it was read to', async () => {
    const rows = Array.from({ length: 300_000 }, (_, row) => `${row},${Math.sin(row)}\n`).join('')
    const whole = gzipSync(`a,b\n${rows}`)
    const file = await put('data.csv.gz', whole.subarray(0, whole.length - 20))
    const error = await errorOf(readTable([file]))
    expect(error).toMatchObject({ code: 'table-unreadable', hint: expect.stringContaining('gzip') })
    expect(Number(/row (\d+): cannot be read/.exec(String(error))?.[1])).toBeGreaterThan(200_000)
  })
})

describe('another kind of file under the name of CSV', () => {
  const png = bytesOf([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0, 0, 13], 'IHDR')
  const cases: [name: string, bytes: Uint8Array, code: string, hint: string][] = [
    ['PNG', png, 'table-undecodable', 'UTF-8'],
    ['a spreadsheet', bytesOf('PK', [3, 4, 20, 0, 8, 0], '\n'), 'table-undecodable', 'spreadsheet'],
    ['gzip', gzipSync('a,b\n1,2\n'), 'table-undecodable', '.csv.gz'],
    ['Parquet', bytesOf('PAR1', [21, 4, 0]), 'table-undecodable', '.parquet'],
    ['raw deflate', deflateRawSync(tricky), 'table-undecodable', 'UTF-8'],
    ['UTF-16, little end first', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'table-undecodable', 'UTF-16'],
    [
      'UTF-16, big end first',
      Buffer.from('\ufeffa,b\n1,2\n', 'utf16le').swap16(),
      'table-undecodable',
      'UTF-16'
    ],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'table-undecodable', 'UTF-8'],
    ['two byte order marks', Buffer.from('\ufeff\ufeffa\n1\n'), 'table-undecodable', 'one mark'],
    ['a byte order mark and no more', Buffer.from('\ufeff'), 'table-empty', 'header'],
    ['only line ends', Buffer.from('\r\n\n\r\n'), 'table-empty', 'header'],
    ['a header and no rows', Buffer.from('a,b\n'), 'table-empty', 'row']
  ]
  test.each(cases)('%s', async (_name, bytes, code, hint) => {
    expect(await read(bytes)).toMatchObject({ code, hint: expect.stringContaining(hint) })
  })

  test('a directory and a pipe are refused before they are opened', async () => {
    mkdirSync(inFolder('folder.csv'))
    execFileSync('mkfifo', [inFolder('pipe.csv')])
    for (const name of ['folder.csv', 'pipe.csv'])
      expect(await errorOf(readTable([{ name, path: inFolder(name) }]))).toMatchObject({
        code: 'table-unreadable',
        message: `${name}: cannot be read (it is not a regular file)`
      })
  })
})

describe('the place of an error', () => {
  const cases: [name: string, csv: string, message: string][] = [
    ['a short first row', 'a,b\n1\n2,3\n', 'data.csv, row 2: 1 fields, but the header has 2'],
    ['a long row in the middle', 'a,b\n1,2\n3,4,5\n6,7\n', 'data.csv, row 3: 3 fields, but the header has 2'],
    ['a short last row without line end', 'a,b\n1,2\n3', 'data.csv, row 3: 1 fields, but the header has 2'],
    [
      'a short row after line breaks in quotes',
      'a,b\n"x\n\ny",1\n2,3\n4\n',
      'data.csv, row 6: 1 fields, but the header has 2 (record 3 of the file)'
    ],
    [
      'a short row after blank lines',
      'a,b\n\n\n1\n',
      'data.csv, row 4: 1 fields, but the header has 2 (record 1 of the file)'
    ],
    ['a name twice in a header of two lines', '"a\n",b,b\n1,2,3\n', 'data.csv, row 1: columns 2 and 3'],
    ['an open quote', 'a,b\n1,2\n3,"x\n4,5\n', 'data.csv, row 3: a quote that opens here is never closed'],
    [
      'an open quote behind a closed one of several lines',
      'a,b,c\n"1\n2\n3","4\n5","6\n7\n8\n',
      'data.csv, row 5: a quote that opens here is never closed'
    ],
    ['the header again', 'a,b\n1,x\na,b\n2,y\n', 'data.csv, row 3: this row repeats the header'],
    [
      'the header again among texts',
      'a,"b\nc"\nx,y\na,"b\nc"\n',
      'data.csv, row 4: this row repeats the header'
    ]
  ]
  test.each(cases)('%s', async (_name, csv, message) => {
    expect(await read(csv)).toMatchObject({ message: expect.stringContaining(message) })
  })

  test('the header twice in the second file names that file', async () => {
    const inputs = [memoryCsv('a,b\n1,2\n', 'p.csv'), memoryCsv('a,b\na,b\n3,4\n', 'q.csv')]
    expect(await errorOf(readCsv(inputs, {}))).toMatchObject({
      code: 'table-header',
      message: expect.stringContaining('q.csv, row 2: this row repeats the header')
    })
  })

  test('a word that is also the name of its column is a value', async () => {
    expect(contentOf(await readCsv([memoryCsv('word\nthe\nword\n')], {}))).toEqual({ word: ['the', 'word'] })
    expect(contentOf(await readCsv([memoryCsv('a,b\na,1\nx,b\n')], {}))).toEqual({
      a: ['a', 'x'],
      b: ['1', 'b']
    })
  })
})

describe('endless input ends at the limit', () => {
  /** Repeats `piece` behind `start` for ever, and counts what was read of it. */
  function endless(start: string, piece: string): { input: CsvInput; bytesRead: () => number } {
    const block = Buffer.from(piece.repeat(2 ** 16))
    let bytesRead = 0
    const open: CsvInput['open'] = async () => {
      let rest: Buffer = Buffer.from(start)
      return {
        read: async (into, offset, length) => {
          if (rest.length === 0) rest = block
          const taken = rest.copy(into, offset, 0, length)
          rest = rest.subarray(taken)
          bytesRead += taken
          return taken
        },
        close: async () => undefined
      }
    }
    return { input: { name: 'data.csv', sizeBytes: 0, open }, bytesRead: () => bytesRead }
  }

  const cases: [name: string, start: string, piece: string, message: string][] = [
    ['one line', '', 'x', 'row 1: a record longer than 8388608 bytes'],
    ['a row of fields', 'a,b\n1,2\n', '3,', 'row 3: a record longer than 8388608 bytes'],
    ['an open quote', 'a,b\n1,2\n3,"', 'x\n', 'row 3: a quote opens here that is not closed'],
    ['an open quote in the header', 'a,"b', 'x\n', 'row 1: a quote opens here that is not closed'],
    ['zeros', '', '\0', 'row 1: a NUL byte']
  ]
  test.each(cases)('%s', async (_name, start, piece, message) => {
    const { input, bytesRead } = endless(start, piece)
    expect(await errorOf(readCsv([input], {}))).toMatchObject({ message: expect.stringContaining(message) })
    // The header is read first, then a first window, then everything.
    expect(bytesRead()).toBeLessThan(4 * DEFAULT_TABLE_LIMITS.maxLineBytes)
  })

  test('a file of 2 GB without a line end', async () => {
    const file = await put('hole.csv', 'a,b\n1,2\n')
    await truncate(file.path, 2 ** 31)
    expect(outcome(await errorOf(readTable([file])))).toBe('table-undecodable')
  })

  test('10 GB of one line, or of zeros, in a gzip file', async () => {
    for (const [byte, code] of [
      ['x', 'table-line-too-long'],
      ['\0', 'table-undecodable']
    ] as const) {
      const member = gzipSync(Buffer.alloc(2 ** 26, byte))
      const file = await put('bomb.csv.gz', Buffer.concat(Array<Buffer>(160).fill(member)))
      expect(outcome(await errorOf(readTable([file])))).toBe(code)
    }
  })

  test('10 GB of line ends in a gzip file', async () => {
    const member = gzipSync(Buffer.alloc(2 ** 26, '\n'))
    const file = await put(
      'bomb.csv.gz',
      Buffer.concat([gzipSync('a\n'), ...Array<Buffer>(160).fill(member)])
    )
    expect(await errorOf(readTable([file]))).toMatchObject({
      code: 'table-too-large',
      message: expect.stringContaining('250 times its size')
    })
  })

  test('a gzip file of rows stops at the limit of cells', async () => {
    const member = gzipSync('0\n'.repeat(2 ** 22))
    const file = await put('bomb.csv.gz', Buffer.concat([gzipSync('a\n'), ...Array<Buffer>(99).fill(member)]))
    const limits = { maxCells: 2 ** 20 }
    expect(outcome(await errorOf(readTable([file], { limits })))).toBe('table-too-large')
  })
})

describe('wide files', () => {
  const wide = (columns: number) =>
    `${Array.from({ length: columns }, (_, column) => `c${column}`).join(',')}\n${'1,'.repeat(columns - 1)}1\n`

  test('of 20,000 columns are read', async () => {
    expect((await readCsv([memoryCsv(wide(20_000))], {})).columns).toHaveLength(20_000)
  })

  test('of more are one error', async () => {
    expect(outcome(await read(wide(20_001)))).toBe('table-too-large')
  })

  test('share one limit for their distinct texts', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `${'x'.repeat(99)}${row},${'y'.repeat(99)}${row}\n`)
    const csv = `a,b\n${rows.join('')}`
    expect(outcome(await read(csv, { limits: { maxDictionaryBytes: 3500 } }))).toBe('table-too-large')
    expect(outcome(await read(csv, { columns: ['a'], limits: { maxDictionaryBytes: 3500 } }))).toBe('read')
  })
})
