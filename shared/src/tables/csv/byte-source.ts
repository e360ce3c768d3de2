import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../../errors.js'
import { tableError } from '../table-error.js'
import type { TableErrorPlace } from '../table-error.js'

/** Bytes in order, in pieces of any size. */
export interface ByteSource {
  /** Puts at most `length` bytes at `offset`; 0 means the end. */
  read(into: Buffer, offset: number, length: number): Promise<number>
  close(): Promise<void>
}

/** A data file: the name people know it by, and where it lies. */
export interface TableFile {
  readonly name: string
  readonly path: string
}

/** Whether a file is decompressed when it is read. */
export function isGzipName(name: string): boolean {
  return /\.gz$/i.test(name)
}

/** Opens a file, decompressing it when its name ends in `.gz`. Reading fails with the error of the system or of zlib. */
export async function openBytes(file: TableFile): Promise<ByteSource> {
  const size = await sizeOfRegular(file)
  return isGzipName(file.name) ? gunzipped(file) : plain(file, size)
}

/** Bytes of a file; `table-unreadable` unless it is there and is no directory, pipe or device, which might never end. */
export async function sizeOfRegular(file: TableFile): Promise<number> {
  const stats = await stat(file.path).catch((cause: unknown) => {
    throw unreadableFile({ file: file.name }, cause)
  })
  if (!stats.isFile()) throw unreadableFile({ file: file.name }, 'it is not a regular file')
  return stats.size
}

async function plain(file: TableFile, size: number): Promise<ByteSource> {
  const handle = await open(file.path, 'r').catch((cause: unknown) => {
    throw unreadableFile({ file: file.name }, cause)
  })
  return readAhead(handle, Math.max(FEWEST_BYTES, Math.min(READ_AHEAD_BYTES, size)))
}

const READ_AHEAD_BYTES = 2 ** 20
const FEWEST_BYTES = 4096

/** Reads the next piece while the last one is being worked on. */
function readAhead(handle: FileHandle, pieceBytes: number): ByteSource {
  let [filling, filled] = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
  let rest = filled.subarray(0, 0)
  let coming = readInto(handle, filling)
  return {
    read: async (into, offset, length) => {
      if (rest.length === 0) {
        const count = bytesOf(await coming)
        ;[filling, filled] = [filled, filling]
        rest = filled.subarray(0, count)
        if (count > 0) coming = readInto(handle, filling)
      }
      const taken = rest.copy(into, offset, 0, length)
      rest = rest.subarray(taken)
      return taken
    },
    close: async () => {
      await coming
      await handle.close()
    }
  }
}

/** What a reading came to: it may be over before anybody waits for it, and must not fail unheard then. */
type Reading = { readonly count: number } | { readonly cause: unknown }

async function readInto(handle: FileHandle, buffer: Buffer): Promise<Reading> {
  return handle.read(buffer, 0, buffer.length, null).then(
    ({ bytesRead }) => ({ count: bytesRead }),
    (cause: unknown) => ({ cause })
  )
}

function bytesOf(reading: Reading): number {
  if ('count' in reading) return reading.count
  throw reading.cause
}

/** Compressed data shrink to a tenth; what shrinks to less than this and is large was made to fill a machine. */
const MOST_INFLATION = 250
const LARGE_BYTES = 2 ** 26

function gunzipped(file: TableFile): ByteSource {
  const stream = createGunzip({ chunkSize: 256 * 1024 })
  pipeline(createReadStream(file.path), stream, () => undefined)
  let inflated = 0
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  return {
    read: async (into, offset, length) => {
      while (rest.length === 0) {
        const next = await pieces.next()
        if (next.done === true) return 0
        rest = next.value
        inflated += rest.length
        if (inflated > LARGE_BYTES && inflated > MOST_INFLATION * stream.bytesWritten)
          throw inflatesTooMuch(file)
      }
      const taken = rest.copy(into, offset, 0, Math.min(length, rest.length))
      rest = rest.subarray(taken)
      return taken
    },
    close: async () => {
      stream.destroy()
      return Promise.resolve()
    }
  }
}

function inflatesTooMuch(file: TableFile): UserError {
  return tableError(
    'table-too-large',
    { file: file.name },
    {
      message: `more than ${LARGE_BYTES} bytes after decompression, and more than ${MOST_INFLATION} times its size`,
      hint: 'If the data are what they should be, store them uncompressed or as Parquet.'
    }
  )
}

/** The error for a file that cannot be opened, or of which the bytes from a row on cannot be had. */
export function unreadableFile(at: TableErrorPlace, cause: unknown): UserError {
  if (cause instanceof UserError) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  const hint = isGzipName(at.file)
    ? 'Compress the file again: it is damaged, cut off, or no gzip file.'
    : 'Check that it is a file and may be read.'
  return tableError('table-unreadable', at, { message: `cannot be read (${reason})`, hint, cause })
}
