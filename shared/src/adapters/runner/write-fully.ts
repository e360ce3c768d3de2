import { writeSync } from 'node:fs'
import { isFileError } from '../files/file-errors.js'

/** Writes some of the bytes from `offset` on and says how many; throws Node's file-system errors. */
export type WriteSome = (bytes: Uint8Array, offset: number) => number

const FULL_PIPE_PAUSE_MS = 1

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE_MS)
}

/**
 * Writes a whole text before it returns: a full pipe (`EAGAIN`) is waited for, a closed one (`EPIPE`) swallows the rest,
 * because work must not fail for want of a reader of its log.
 */
export function writeFully(text: string, write: WriteSome): void {
  const bytes = new TextEncoder().encode(text)
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += write(bytes, offset)
    } catch (error) {
      if (isFileError(error, 'EPIPE')) return
      if (!isFileError(error, 'EAGAIN')) throw error
      pause()
    }
  }
}

/** Writes to standard output at once; `process.stdout` would load Node's streams and sockets first. */
export function writeToStandardOutput(text: string): void {
  writeFully(text, (bytes, offset) => writeSync(1, bytes, offset))
}
