import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { tableError } from '../table-error.js'

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

/** Opens a file, decompressing it when its name ends in `.gz`. */
export async function openBytes(file: TableFile): Promise<ByteSource> {
  const source = isGzipName(file.name) ? gunzipped(file.path) : await plain(file)
  return {
    read: (into, offset, length) => readOrExplain(source.read(into, offset, length), file),
    close: () => source.close()
  }
}

async function plain(file: TableFile): Promise<ByteSource> {
  const handle = await open(file.path, 'r').catch((cause: unknown) => fail(file, cause))
  return {
    read: async (into, offset, length) => (await handle.read(into, offset, length, null)).bytesRead,
    close: () => handle.close()
  }
}

function gunzipped(path: string): ByteSource {
  const stream = createGunzip({ chunkSize: 256 * 1024 })
  pipeline(createReadStream(path), stream, () => undefined)
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  return {
    read: async (into, offset, length) => {
      while (rest.length === 0) {
        const next = await pieces.next()
        if (next.done === true) return 0
        rest = next.value
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

async function readOrExplain(reading: Promise<number>, file: TableFile): Promise<number> {
  return reading.catch((cause: unknown) => fail(file, cause))
}

function fail(file: TableFile, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw tableError('table-unreadable', { file: file.name }, { message: `cannot be read (${reason})`, cause })
}
