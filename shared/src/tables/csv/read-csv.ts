import { stat } from 'node:fs/promises'
import type { Column, Table } from '../column.js'
import { hasFewDistinct, limitsOf, modeOf } from '../read-options.js'
import type { ReadOptions } from '../read-options.js'
import { tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { requireSameHeader } from '../same-header.js'
import { isGzipName, openBytes } from './byte-source.js'
import type { ByteSource, TableFile } from './byte-source.js'
import { ColumnSinks } from './column-sinks.js'
import type { ColumnMode } from './column-sinks.js'
import { takeHeader, unclosedQuote } from './csv-header.js'
import { CsvScanner } from './csv-scanner.js'
import { LineBuffer } from './line-buffer.js'
import type { ByteBudget } from './line-buffer.js'

/** A CSV file that can be opened more than once. */
export interface CsvInput {
  readonly name: string
  /** Bytes before decompression, 0 when unknown: a guess at the rows to come. */
  readonly sizeBytes: number
  open(): Promise<ByteSource>
}

/** A CSV file on disk. */
export async function csvInput(file: TableFile): Promise<CsvInput> {
  const sizeBytes = await stat(file.path)
    .then(stats => stats.size)
    .catch(() => 0)
  return {
    name: file.name,
    sizeBytes: isGzipName(file.name) ? 0 : sizeBytes,
    open: () => openBytes(file)
  }
}

/** The column names of a CSV file. */
export async function readCsvHeader(input: CsvInput, limits: TableLimits): Promise<readonly string[]> {
  return withBuffer(input, { limits, budget: { left: limits.maxBytes } }, buffer =>
    takeHeader(buffer, input.name, limits)
  )
}

/**
 * Reads CSV files with the same header as one table, in the given order.
 *
 * Undeclared columns are read as numbers. The first window of the first file shows which of them are texts; one
 * that shows it only later is dropped there and read as text in a second pass over the files, so that texts
 * keep their spelling and no column is ever held twice.
 */
export async function readCsv(inputs: readonly CsvInput[], options: ReadOptions): Promise<Table> {
  const first = inputs[0]
  if (first === undefined)
    throw tableError('table-empty', { file: '(no file)' }, { message: 'there is no data file' })
  const limits = limitsOf(options)
  const header = await readCsvHeader(first, limits)
  const wanted = options.columns === undefined ? undefined : new Set(options.columns)
  const declared = header.map((name): ColumnMode => modeOf(name, options, wanted))
  const modes = await sniff(first, declared, { header, limits })
  const main = await pass(inputs, modes, { header, limits })
  if (main.rows === 0) throw noRows(inputs)

  const columns = header.map((name, index) => main.sinks.take(index, name, main.rows))
  const again = header.map((_, index): ColumnMode => {
    const column = columns[index]
    if (column === undefined) return main.sinks.demoted.has(index) ? 'text' : 'skip'
    const fewDistinct = modes[index] === 'auto' && isFew(column, options.fewDistinctAsText ?? 0)
    return fewDistinct ? 'text' : 'skip'
  })
  if (again.includes('text')) {
    header.forEach((_, index) => {
      if (again[index] === 'text') columns[index] = undefined
    })
    const texts = await pass(inputs, again, { header, limits })
    if (texts.rows !== main.rows) throw changed(first)
    header.forEach((name, index) => {
      columns[index] ??= texts.sinks.take(index, name, texts.rows)
    })
  }
  return {
    rows: main.rows,
    columns: columns.filter(column => column !== undefined),
    places: main.places,
    header
  }
}

interface Shape {
  readonly header: readonly string[]
  readonly limits: TableLimits
}

/** The modes after a look at the first window: columns that are no numbers there are texts. */
async function sniff(
  input: CsvInput,
  modes: readonly ColumnMode[],
  shape: Shape
): Promise<readonly ColumnMode[]> {
  if (!modes.includes('auto')) return modes
  const sinks = new ColumnSinks(
    modes.map(mode => (mode === 'auto' ? 'auto' : 'skip')),
    shape.limits
  )
  const scanner = new CsvScanner(shape.header, sinks)
  await withBuffer(input, { limits: shape.limits, budget: { left: shape.limits.maxBytes } }, async buffer => {
    await takeHeader(buffer, input.name, shape.limits)
    scanner.startFile(input.name, buffer.line)
    if (buffer.start === buffer.end) await buffer.fill()
    scanner.scan(buffer.bytes, buffer.start, { end: buffer.end, expectedRows: 0 })
  })
  return modes.map((mode, index) => (sinks.demoted.has(index) ? 'text' : mode))
}

async function pass(inputs: readonly CsvInput[], modes: readonly ColumnMode[], shape: Shape) {
  const sinks = new ColumnSinks(modes, shape.limits)
  const scanner = new CsvScanner(shape.header, sinks)
  const budget: ByteBudget = { left: shape.limits.maxBytes }
  const total = inputs.reduce((sum, input) => sum + input.sizeBytes, 0)
  let done = 0
  for (const input of inputs) {
    await withBuffer(input, { limits: shape.limits, budget }, async buffer => {
      const header = await takeHeader(buffer, input.name, shape.limits)
      requireSameHeader(
        { file: inputs[0]?.name ?? '', names: shape.header },
        { file: input.name, names: header }
      )
      scanner.startFile(input.name, buffer.line)
      await scanFile(scanner, buffer, { input, total, done })
    })
    done += input.sizeBytes
  }
  return { rows: scanner.rows, sinks, places: scanner.places }
}

async function scanFile(
  scanner: CsvScanner,
  buffer: LineBuffer,
  progress: { readonly input: CsvInput; readonly total: number; readonly done: number }
): Promise<void> {
  let scanned = progress.done
  do {
    // Rows so far per byte so far, with a little to spare; only a guess, columns grow by half when it is short.
    const expectedRows = scanned === 0 ? 0 : Math.ceil((scanner.rows / scanned) * progress.total * 1.02)
    const start = buffer.start
    buffer.start = scanner.scan(buffer.bytes, start, { end: buffer.end, expectedRows })
    buffer.line = scanner.line
    scanned += buffer.start - start
  } while (await buffer.fill())
  if (buffer.start < buffer.end) throw unclosedQuote(progress.input.name, buffer)
}

async function withBuffer<T>(
  input: CsvInput,
  context: { readonly limits: TableLimits; readonly budget: ByteBudget },
  use: (buffer: LineBuffer) => Promise<T>
): Promise<T> {
  const source = await input.open()
  try {
    return await use(new LineBuffer(source, { file: input.name, ...context }))
  } finally {
    await source.close()
  }
}

function isFew(column: Column, limit: number): boolean {
  return column.kind === 'numeric' && hasFewDistinct(column.values, limit)
}

function noRows(inputs: readonly CsvInput[]): Error {
  const file = inputs
    .map(input => input.name)
    .slice(0, 3)
    .join(', ')
  return tableError(
    'table-empty',
    { file },
    { message: 'a header but no rows', hint: 'Add at least one row of data.' }
  )
}

function changed(input: CsvInput): Error {
  return tableError(
    'table-unreadable',
    { file: input.name },
    { message: 'the file changed while it was read' }
  )
}
