import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { craftedFile, dataPage } from '../../shared/test/tables/parquet/crafted-parquet.js'
import { expectFailure } from './expect-run.js'
import { runBundle } from './run-bundle.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

afterAll(removeWorkspaces)

const MOST_MEBIBYTES = 400
const baseline = `x,y\n${Array.from({ length: 300 }, (_, row) => `${row},${row % 7}.5\n`).join('')}`

const members = (count: number, content: string | Buffer) =>
  Buffer.concat([gzipSync('x,y\n'), ...Array<Buffer>(count).fill(gzipSync(content))])

/** Bytes that look like nothing, the same ones every time. */
const garbage = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * index * 31 + 7) & 255))
const oneDouble = [...new Uint8Array(new Float64Array([1.5]).buffer)]
const sane = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'x', data: Array.from({ length: 300 }, (_, row) => row + 0.5) },
      { name: 'y', data: Array.from({ length: 300 }, (_, row) => row * 2) }
    ]
  })
)

interface Case {
  readonly name: string
  readonly file: string
  readonly bytes: string | Uint8Array
  /** Makes the file longer, as a hole of zeros. */
  readonly sizeBytes?: number
  readonly code: string
  readonly says: RegExp
}

const cases: Case[] = [
  { name: 'of 0 bytes', file: 'a.csv', bytes: '', code: 'table-empty', says: /a\.csv/ },
  {
    name: 'with one line of 2 GB',
    file: 'a.csv',
    bytes: `x,y\n1,2\n${'3'.repeat(2 ** 24)}`,
    sizeBytes: 2 ** 31,
    code: 'table-line-too-long',
    says: /a\.csv, row 3: a record longer than/
  },
  {
    name: 'with one line of 10 GB, compressed',
    file: 'a.csv.gz',
    bytes: members(160, Buffer.alloc(2 ** 26, 'x')),
    code: 'table-line-too-long',
    says: /a\.csv\.gz, row 2: a record longer than/
  },
  {
    name: 'with 10 GB of zeros, compressed',
    file: 'a.csv.gz',
    bytes: members(160, Buffer.alloc(2 ** 26)),
    code: 'table-undecodable',
    says: /a\.csv\.gz, row 2: a NUL byte/
  },
  {
    name: 'with a quote that is open for 20 MB',
    file: 'a.csv',
    bytes: `x,y\n1,2\n3,"${'4,5\n'.repeat(5_000_000)}`,
    code: 'table-line-too-long',
    says: /a\.csv, row 3: a quote opens here/
  },
  {
    name: 'of ragged rows',
    file: 'a.csv',
    bytes: 'x,y\n1,2\n3\n',
    code: 'table-ragged',
    says: /a\.csv, row 3: 1 fields/
  },
  {
    name: 'that is binary',
    file: 'a.csv',
    bytes: garbage,
    code: 'table-undecodable',
    says: /a\.csv, row 1/
  },
  {
    name: 'cut off in the middle of gzip',
    file: 'a.csv.gz',
    bytes: gzipSync(baseline).subarray(0, 300),
    code: 'table-unreadable',
    says: /a\.csv\.gz, row \d+: cannot be read/
  },
  {
    name: 'of Parquet of 0 bytes',
    file: 'a.parquet',
    bytes: '',
    code: 'table-unreadable',
    says: /a\.parquet/
  },
  {
    name: 'of Parquet that is binary',
    file: 'a.parquet',
    bytes: garbage,
    code: 'table-unreadable',
    says: /a\.parquet/
  },
  {
    name: 'of Parquet that is cut off',
    file: 'a.parquet',
    bytes: sane.subarray(0, sane.length - 20),
    code: 'table-unreadable',
    says: /a\.parquet.*cut off/
  },
  {
    name: 'of Parquet with a hole of 2 GB',
    file: 'a.parquet',
    bytes: sane,
    sizeBytes: 2 ** 31,
    code: 'table-unreadable',
    says: /a\.parquet/
  },
  {
    name: 'of Parquet with 2^40 rows',
    file: 'a.parquet',
    bytes: craftedFile(dataPage(oneDouble), { rows: 2n ** 40n }),
    code: 'table-too-large',
    says: /a\.parquet: 1099511627776 cells/
  },
  {
    name: 'of Parquet with 200 million rows of which one is there',
    file: 'a.parquet',
    bytes: craftedFile(dataPage(oneDouble), { rows: 200_000_000n }),
    code: 'table-unreadable',
    says: /a\.parquet, row 2, column "x": damaged/
  },
  {
    name: 'of Parquet with a page of gzip that inflates to 128 MB instead of 8 bytes',
    file: 'a.parquet',
    bytes: craftedFile(dataPage([...gzipSync(Buffer.alloc(2 ** 27))], { size: 8 }), { codec: 2 }),
    code: 'table-unreadable',
    says: /a\.parquet, row 1, column "x": damaged/
  }
]

/** Run in the action before it: writes the peak of its memory when it ends. */
const HOOK = `process.on('exit', () => {
  const { readFileSync, writeFileSync } = require('node:fs')
  writeFileSync(process.env.PEAK_MEMORY_FILE, /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1])
})
`

describe('drift-check fails with one error, in little memory, on a file', () => {
  test.each(cases)('$name', async ({ file, bytes, sizeBytes, code, says }) => {
    const workspace = openWorkspace()
    workspace.write('baseline.csv', baseline)
    workspace.write(file, bytes)
    if (sizeBytes !== undefined) truncateSync(workspace.path(file), sizeBytes)
    workspace.write('peak-memory.cjs', HOOK)
    const peakFile = join(workspace.root, 'peak-memory')
    const run = await runBundle('drift-check', workspace, {
      inputs: { baseline: 'baseline.csv', current: file },
      environment: {
        NODE_OPTIONS: `--require=${workspace.path('peak-memory.cjs')}`,
        PEAK_MEMORY_FILE: peakFile
      }
    })
    expectFailure(run, 'drift-check', code)
    expect(run.errors[0]).toMatch(says)
    expect(Number(readFileSync(peakFile, 'utf8')) / 1024).toBeLessThan(MOST_MEBIBYTES)
  })
})
