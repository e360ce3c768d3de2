import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UserError } from '../../../src/errors.js'
import { readCsv } from '../../../src/tables/csv/read-csv.js'
import { csvLine } from '../../../src/tables/csv/write-csv.js'
import { isMissingText } from '../../../src/domain/text/number-text.js'
import type { TableLimits } from '../../../src/tables/table-limits.js'
import type { ReadOptions } from '../../../src/tables/read-options.js'
import { contentOf, kindsOf, memoryCsv } from '../memory-csv.js'

const read = (content: string | Uint8Array, options: ReadOptions = {}) =>
  readCsv([memoryCsv(content)], options)

describe('what a CSV file may look like', () => {
  const cases: [name: string, csv: string, expected: Record<string, (string | number | null)[]>][] = [
    ['numbers and texts', 'a,b\n1,x\n-2.5,y\n', { a: [1, -2.5], b: ['x', 'y'] }],
    ['no line end after the last row', 'a,b\n1,x', { a: [1], b: ['x'] }],
    ['CRLF', 'a,b\r\n1,x\r\n2,y\r\n', { a: [1, 2], b: ['x', 'y'] }],
    ['a byte order mark', '\ufeffa\n1\n', { a: [1] }],
    ['quotes, doubled quotes, commas', 'a,b\n"1","say ""hi"", ok"\n', { a: [1], b: ['say "hi", ok'] }],
    ['line breaks inside quotes', 'a,b\n"x\ny",1\n"p\r\nq",2\n', { a: ['x\ny', 'p\r\nq'], b: [1, 2] }],
    ['quoted names', '"a,1","b ""x"""\n1,2\n', { 'a,1': [1], 'b "x"': [2] }],
    ['a quote inside a bare field', 'a\nx"y"\n', { a: ['x"y"'] }],
    [
      'missing cells',
      'a,b\n,NA\nnan,null\nNaN,NULL\n1,x\n',
      { a: [null, null, null, 1], b: [null, null, null, 'x'] }
    ],
    ['quoted missing cells', 'a,b\n"","NA"\n1,x\n', { a: [null, 1], b: [null, 'x'] }],
    ['infinities', 'a\ninf\n-Infinity\n+INF\n', { a: [Infinity, -Infinity, Infinity] }],
    ['blanks around numbers', 'a,b\n 1 ,\t2\n3, NA \n', { a: [1, 3], b: [2, null] }],
    ['blanks around texts are kept', 'a\n x \ny\n', { a: [' x ', 'y'] }],
    ['exponents, signs, bare points', 'a\n1e3\n+4\n.5\n5.\n-1.5E-2\n', { a: [1000, 4, 0.5, 5, -0.015] }],
    ['blank lines', '\n\na,b\n\n1,2\n\r\n3,4\n\n', { a: [1, 3], b: [2, 4] }],
    ['a column without any value', 'a,b\n,1\n,2\n', { a: [null, null], b: [1, 2] }],
    [
      'names of prototypes',
      '__proto__,constructor\n1,x\n',
      JSON.parse('{"__proto__":[1],"constructor":["x"]}')
    ],
    ['other scripts', 'größe,都市\n1,東京\n', { größe: [1], 都市: ['東京'] }]
  ]
  test.each(cases)('%s', async (_name, csv, expected) => {
    expect(contentOf(await read(csv))).toEqual(expected)
  })
})

describe('what is not a number', () => {
  test.each([
    '0x10',
    '1_000',
    '1,5e',
    '--1',
    '1e',
    '.',
    '-',
    '+',
    'e5',
    'infinit',
    '1 2',
    '１',
    '1.2.3',
    '0b1',
    'true'
  ])('%s makes the column text', async cell => {
    const table = await read(csvLine(['a']) + csvLine(['1']) + csvLine([cell]))
    expect(kindsOf(table)).toEqual({ a: 'text' })
    expect(contentOf(table)).toEqual({ a: ['1', cell] })
  })
})

describe('kinds', () => {
  test('a text far behind the first window is found, and all spellings are kept', async () => {
    const many = 200_000
    const lines = Array.from({ length: many }, (_, row) => `${row % 7}.50,${row}`)
    const table = await read(`a,b\n${lines.join('\n')}\noops,1\n`)
    expect(kindsOf(table)).toEqual({ a: 'text', b: 'numeric' })
    expect(table.rows).toBe(many + 1)
    expect(contentOf(table)['a']?.slice(0, 2)).toEqual(['0.50', '1.50'])
    expect(contentOf(table)['a']?.at(-1)).toBe('oops')
  })

  test('declared text keeps the spelling of numbers', async () => {
    const table = await read('zip,a\n01234,1\n1234,2\n', { kinds: new Map([['zip', 'text']]) })
    expect(contentOf(table)).toEqual({ zip: ['01234', '1234'], a: [1, 2] })
  })

  test('declared numbers must be numbers', async () => {
    const reading = read('a,b\n1,2\n3,x\n', { kinds: new Map([['b', 'numeric']]) })
    await expect(reading).rejects.toMatchObject({
      code: 'table-not-a-number',
      message: 'data.csv, row 3, column "b": "x" is not a number'
    })
  })

  test('columns with few distinct numbers can be read as text, as spelled', async () => {
    const table = await read('a,b,c\n1.0,1,\n2,2,\n1.0,3,\n', { fewDistinctAsText: 2 })
    expect(contentOf(table)).toEqual({ a: ['1.0', '2', '1.0'], b: [1, 2, 3], c: [null, null, null] })
  })

  test('only the selected columns are kept; unknown ones are not an error here', async () => {
    const table = await read('a,b,c\n1,x,3\n', { columns: ['c', 'nope', 'a'] })
    expect(contentOf(table)).toEqual({ a: [1], c: [3] })
    expect(table.header).toEqual(['a', 'b', 'c'])
  })
})

describe('what is wrong with a CSV file', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
  const cases: [name: string, csv: string | Uint8Array, code: string, place: string][] = [
    ['nothing at all', '', 'table-empty', 'data.csv'],
    ['blank lines only', '\n\n', 'table-empty', 'data.csv'],
    ['a header only', 'a,b\n', 'table-empty', 'data.csv'],
    ['a name twice', 'a,b,a\n1,2,3\n', 'table-header', 'data.csv, row 1'],
    ['a column without a name', 'a,,c\n1,2,3\n', 'table-header', 'data.csv, row 1'],
    ['semicolons', 'a;b\n1;2\n', 'table-header', 'data.csv, row 1'],
    ['too few fields', 'a,b\n1,2\n3\n', 'table-ragged', 'data.csv, row 3'],
    ['too many fields', 'a,b\n1,2\n\n3,4,5\n', 'table-ragged', 'data.csv, row 4'],
    ['too few fields after a line break in quotes', 'a,b\n"x\ny",1\n2\n', 'table-ragged', 'data.csv, row 4'],
    ['text after a quote', 'a,b\n"x"y,1\n', 'table-quote', 'data.csv, row 2, column "a"'],
    ['a quote that is never closed', 'a,b\n1,2\n"x,3\n', 'table-quote', 'data.csv, row 3'],
    ['an open quote in the header', 'a,"b\n1,2\n', 'table-quote', 'data.csv, row 1'],
    ['a lone carriage return', 'a,b\n1,x\ry\n', 'table-undecodable', 'data.csv, row 2, column "b"'],
    ['old Macintosh line ends', 'a,b\r1,2\r', 'table-undecodable', 'data.csv, row 1'],
    ['Latin-1', bytes('a\n1\nM', [0xfc], 'nchen\n'), 'table-undecodable', 'data.csv, row 3'],
    ['half a character', bytes('a\n1\n', [0xe6, 0x9d]), 'table-undecodable', 'data.csv, row 3'],
    [
      'UTF-16',
      bytes([0xff, 0xfe], [0x61, 0, 0x0a, 0, 0x31, 0, 0x0a, 0]),
      'table-undecodable',
      'data.csv, row 1'
    ],
    ['a NUL byte', bytes('a\n1\n2', [0], '\n'), 'table-undecodable', 'data.csv, row 3']
  ]
  test.each(cases)('%s', async (_name, csv, code, place) => {
    const error: unknown = await read(csv).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, message: expect.stringContaining(`${place}: `) })
  })
})

describe('limits', () => {
  const limits: [name: string, csv: string, limits: Partial<TableLimits>, code: string][] = [
    ['a long line', `a\n${'x'.repeat(200)}\n`, { maxLineBytes: 100 }, 'table-line-too-long'],
    [
      'a quote that swallows the file',
      `a\n"${'x\n'.repeat(200)}`,
      { maxLineBytes: 100 },
      'table-line-too-long'
    ],
    ['a long header', `${'x'.repeat(200)}\n1\n`, { maxLineBytes: 100 }, 'table-line-too-long'],
    ['many bytes', `a\n${'1\n'.repeat(200)}`, { maxBytes: 100 }, 'table-too-large'],
    ['many columns', 'a,b,c,d\n1,2,3,4\n', { maxColumns: 3 }, 'table-too-large'],
    ['many cells', `a,b\n${'1,2\n'.repeat(2000)}`, { maxCells: 2050 }, 'table-too-large'],
    [
      'many distinct texts',
      `a\n${Array.from({ length: 99 }, (_, k) => `t${k}\n`).join('')}`,
      { maxDictionaryBytes: 2000 },
      'table-too-large'
    ]
  ]
  test.each(limits)('%s', async (_name, csv, limit, code) => {
    await expect(read(csv, { limits: limit })).rejects.toMatchObject({ code })
  })

  test('a record exactly as long as allowed is read', async () => {
    const table = await read(`a\n${'x'.repeat(99)}\n`, { limits: { maxLineBytes: 100 } })
    expect(table.rows).toBe(1)
  })
})

describe('several files', () => {
  test('are concatenated, and every row knows its file and line', async () => {
    const table = await readCsv(
      [memoryCsv('a,b\n1,x\n\n2,"y\nz"\n3,w\n', 'p.csv'), memoryCsv('\ufeffa,b\r\n4,x\r\n', 'q.csv')],
      {}
    )
    expect(contentOf(table)).toEqual({ a: [1, 2, 3, 4], b: ['x', 'y\nz', 'w', 'x'] })
    const places = [0, 1, 2, 3].map(row => table.places?.locate(row))
    expect(places).toEqual([
      { file: 'p.csv', row: 2 },
      { file: 'p.csv', row: 4 },
      { file: 'p.csv', row: 6 },
      { file: 'q.csv', row: 2 }
    ])
  })

  test.each([
    ['another column', 'a,c\n1,2\n', 'missing "b"; not expected "c"'],
    ['another order', 'b,a\n1,2\n', 'the order of the columns differs']
  ])('with %s are an error naming both', async (_name, other, difference) => {
    const reading = readCsv([memoryCsv('a,b\n1,2\n', 'p.csv'), memoryCsv(other, 'q.csv')], {})
    await expect(reading).rejects.toMatchObject({
      code: 'table-header',
      message: `q.csv: its header is not that of p.csv: ${difference}`
    })
  })

  test('a text in the second file makes the column text in both', async () => {
    const table = await readCsv([memoryCsv('a\n1.0\n', 'p.csv'), memoryCsv('a\nx\n', 'q.csv')], {})
    expect(contentOf(table)).toEqual({ a: ['1.0', 'x'] })
  })

  test('one of them may be without rows', async () => {
    const table = await readCsv([memoryCsv('a\n', 'p.csv'), memoryCsv('a\n1\n', 'q.csv')], {})
    expect(contentOf(table)).toEqual({ a: [1] })
  })
})

describe('properties', () => {
  const tricky =
    '\ufeffid,name,"va\nlue"\r\n1,"Zoë ""Z"", 東京",-0.1234567890123456\r\n\r\n2,"line\r\nbreak",1e-7\n3,,NA\n"4",😀,12345678901234567890\n'

  test('pieces of any size give the same table', async () => {
    const whole = contentOf(await readCsv([memoryCsv(tricky)], {}))
    expect(whole).toEqual({
      id: [1, 2, 3, 4],
      name: ['Zoë "Z", 東京', 'line\r\nbreak', null, '😀'],
      'va\nlue': [-0.1234567890123456, 1e-7, null, 12345678901234567890]
    })
    const length = Buffer.byteLength(tricky)
    for (let size = 1; size <= length; size++) {
      expect(contentOf(await readCsv([memoryCsv(tricky, 'data.csv', size)], {}))).toEqual(whole)
    }
  })

  test('any texts that are written can be read again', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 12 })
      .map(value => value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '?'))
    const rows = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (cells, size) => {
        // A lone carriage return inside a text is quoted, so it survives like everything else.
        const csv = csvLine(['a', 'b']) + cells.map(row => csvLine(row)).join('')
        const kinds = new Map([
          ['a', 'text'],
          ['b', 'text']
        ] as const)
        const table = await readCsv([memoryCsv(csv, 'data.csv', size)], { kinds })
        const expected = (index: 0 | 1) => cells.map(row => (isMissingText(row[index]) ? null : row[index]))
        expect(contentOf(table)).toEqual({ a: expected(0), b: expected(1) })
      })
    )
  })

  test('any numbers that are written can be read again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), async values => {
        const table = await read(csvLine(['a']) + values.map(value => csvLine([value])).join(''))
        const column = table.columns[0]
        expect(column?.kind === 'numeric' && [...column.values]).toEqual(values)
      })
    )
  })

  test('a file of any bytes is a table or an error of ours', async () => {
    const alphabet = fc.constantFrom(...Buffer.from('a,1"\n\r .-e\u00e9\0'))
    await fc.assert(
      fc.asyncProperty(fc.array(alphabet, { maxLength: 60 }), async content => {
        const outcome = await read(Uint8Array.from(content)).then(
          table => table.rows > 0,
          (error: unknown) => error instanceof UserError && error.code.startsWith('table-')
        )
        expect(outcome).toBe(true)
      }),
      { numRuns: 500 }
    )
  })
})
