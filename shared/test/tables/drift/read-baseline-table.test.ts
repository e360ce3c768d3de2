import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { compareColumns } from '../../../src/domain/drift/compare.js'
import { readBaselineTable, readCurrentTable } from '../../../src/tables/drift/read-baseline-table.js'
import { contentOf, kindsOf } from '../memory-csv.js'
import { useTemporaryFolder } from '../temporary-folder.js'

const inFolder = useTemporaryFolder()

async function put(name: string, content: string | Uint8Array) {
  const path = inFolder(name)
  await writeFile(path, content)
  return { name, path }
}

type ColumnData = Parameters<typeof parquetWriteBuffer>[0]['columnData']

const parquet = (columnData: ColumnData) => new Uint8Array(parquetWriteBuffer({ columnData }))

const lines = (header: string, count: number, row: (index: number) => string) =>
  [header, ...Array.from({ length: count }, (_, index) => row(index)), ''].join('\n')

describe('baseline data', () => {
  test('are numeric beyond twenty distinct numbers, and else as spelled', async () => {
    const csv = lines('twenty,more', 42, index => `${index % 20}.0,${index % 21}.0`)
    const table = await readBaselineTable([await put('a.csv', csv)])
    expect(kindsOf(table)).toEqual({ twenty: 'text', more: 'numeric' })
    expect(contentOf(table)['twenty']?.[3]).toBe('3.0')
  })

  test('are of the kinds that were declared', async () => {
    const declared = new Map([
      ['few', 'numeric'],
      ['many', 'categorical']
    ] as const)
    const csv = lines('few,many', 100, index => `${index % 2},0${index}`)
    const table = await readBaselineTable([await put('a.csv', csv)], { declared })
    expect(kindsOf(table)).toEqual({ few: 'numeric', many: 'text' })
    expect(contentOf(table)['many']?.[7]).toBe('07')
  })

  test('are refused where a column declared numeric holds text', async () => {
    const declared = new Map([['x', 'numeric']] as const)
    const reading = readBaselineTable([await put('a.csv', 'x\n1\noops\n')], { declared })
    await expect(reading).rejects.toMatchObject({ code: 'table-not-a-number' })
  })

  test('are read only as far as asked, and know what else there is', async () => {
    const table = await readBaselineTable([await put('a.csv', 'x,y\n1,2\n')], { columns: ['y'] })
    expect(Object.keys(contentOf(table))).toEqual(['y'])
    expect(table.header).toEqual(['x', 'y'])
  })
})

describe('current data', () => {
  const kinds = new Map([
    ['amount', 'numeric'],
    ['code', 'categorical']
  ] as const)

  test('keep the spelling of categories, and texts among numbers', async () => {
    const table = await readCurrentTable([await put('a.csv', 'amount,code\n1,01\noops,1\n')], kinds)
    expect(contentOf(table)).toEqual({ amount: ['1', 'oops'], code: ['01', '1'] })
  })

  test('are numbers where the baseline has numbers, however few', async () => {
    const table = await readCurrentTable([await put('a.csv', 'amount,code\n1,a\n1,b\n')], kinds)
    expect(kindsOf(table)).toEqual({ amount: 'numeric', code: 'text' })
  })

  test('of a numeric column that became text are a change of type, and the numbers among them are compared', async () => {
    const baseline = lines('amount', 300, index => String(index))
    const current = lines('amount', 300, index => (index === 0 ? 'oops' : String(index)))
    const before = await readBaselineTable([await put('before.csv', baseline)])
    const now = await readCurrentTable([await put('now.csv', current)], kinds)
    const result = compareColumns(before.columns, now.columns)
    expect(result.violations).toEqual([{ feature: 'amount', check: 'type_changed', severity: 'warn' }])
    expect(result.features[0]).toMatchObject({
      severity: 'warn',
      missing_rate: { baseline: 0, current: expect.closeTo(1 / 300, 12) }
    })
  })
})

describe('the same numbers from another program are no drift', () => {
  const csv = lines('code,flag', 400, index => `${index % 4},${index % 2}.0`)

  test.each<[string, () => Promise<{ name: string; path: string }>]>([
    [
      'Parquet integers',
      () =>
        put(
          'now.parquet',
          parquet([
            { name: 'code', data: Int32Array.from({ length: 400 }, (_, index) => index % 4), type: 'INT32' },
            { name: 'flag', data: Int32Array.from({ length: 400 }, (_, index) => index % 2), type: 'INT32' }
          ])
        )
    ],
    [
      'Parquet doubles',
      () =>
        put(
          'now.parquet',
          parquet([
            {
              name: 'code',
              data: Float64Array.from({ length: 400 }, (_, index) => index % 4),
              type: 'DOUBLE'
            },
            {
              name: 'flag',
              data: Float64Array.from({ length: 400 }, (_, index) => index % 2),
              type: 'DOUBLE'
            }
          ])
        )
    ],
    [
      'CSV with a missing cell, which made floats of all',
      () =>
        put(
          'now.csv',
          lines('code,flag', 400, index => `${index === 0 ? '' : `${index % 4}.0`},${index % 2}`)
        )
    ]
  ])('%s', async (_name, current) => {
    const before = await readBaselineTable([await put('before.csv', csv)])
    const kinds = new Map(before.columns.map(({ name }) => [name, 'categorical'] as const))
    const now = await readCurrentTable([await current()], kinds)
    const { features, severity } = compareColumns(before.columns, now.columns)
    expect(severity).toBe('ok')
    for (const { psi } of features) expect(psi).toBeLessThan(0.02)
  })
})
