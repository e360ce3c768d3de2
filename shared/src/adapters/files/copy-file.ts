import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { FileDigest } from '../../ports/object-store.js'
import { measuring } from './measuring.js'

/** Copies a file of any size, measured on the way; `from` is a path, or an open file, which is closed afterwards. */
export async function copyFile(from: string | number, to: string, flags: 'w' | 'wx'): Promise<FileDigest> {
  const source = typeof from === 'string' ? createReadStream(from) : createReadStream('', { fd: from })
  const meter = measuring()
  await pipeline(source, meter, createWriteStream(to, { flags, flush: flags === 'wx' }))
  return meter.digest()
}
