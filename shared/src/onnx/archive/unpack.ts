import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { SuiteError, UserError } from '../../errors.js'
import { unreadable } from '../model-errors.js'

/** How much an archive may hold, in bytes after decompression, and in entries. */
export interface ArchiveLimits {
  readonly maxFileBytes: number
  readonly maxTotalBytes: number
  readonly maxEntries: number
}

const DEFAULT_LIMITS: ArchiveLimits = {
  maxFileBytes: 512 * 1024 * 1024,
  maxTotalBytes: 2 * 1024 * 1024 * 1024,
  maxEntries: 10_000
}

/** Of a file that is never loaded, its start is enough to say what it is. */
const PEEK_BYTES = 16
const NEVER_READ = /\.(?:joblib|pkl|pickle|npz|npy|pt|pth|h5|bin)$/

interface Entry extends AsyncIterable<unknown> {
  readonly header: Header
}

const tooLarge = (message: string): UserError =>
  new UserError('model-too-large', message, { hint: 'leave out of the archive what is not the model' })

/** The name at the top level, undefined for what lies deeper or is the folder itself. */
function topLevelName(path: string): string | undefined {
  const segments = path.split('/').filter(segment => segment !== '.' && segment !== '')
  if (path.startsWith('/') || segments.includes('..'))
    throw unreadable(`model.tar.gz: the path ${JSON.stringify(path.slice(0, 200))} leads out of the archive`)
  return segments.length === 1 ? segments[0] : undefined
}

/** The first `most` bytes; the rest is read and dropped. */
async function collect(entry: Entry, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    if (size < most) chunks.push(chunk)
    size += chunk.length
  }
  return new Uint8Array(Buffer.concat(chunks)).subarray(0, most)
}

/** Counts entries and bytes, and keeps the files of the top level. */
class Collector {
  readonly files = new Map<string, Uint8Array>()
  readonly #limits: ArchiveLimits
  #entries = 0
  #total = 0

  constructor(limits: ArchiveLimits) {
    this.#limits = limits
  }

  async add(entry: Entry): Promise<void> {
    const { name: path, size, type } = entry.header
    this.#count(size)
    const name = topLevelName(path)
    // Links, devices and the like name files elsewhere; they are passed over, as are folders.
    if (name === undefined || (type !== 'file' && type !== 'contiguous-file')) await collect(entry, 0)
    else await this.#keep(name, size, entry)
  }

  async #keep(name: string, size: number, entry: Entry): Promise<void> {
    if (this.files.has(name)) throw unreadable(`model.tar.gz: ${JSON.stringify(name)} is there twice`)
    const whole = !NEVER_READ.test(name)
    if (whole && size > this.#limits.maxFileBytes) throw tooLarge(`model.tar.gz: ${name} has ${size} bytes`)
    this.files.set(name, await collect(entry, whole ? size : PEEK_BYTES))
  }

  #count(size: number): void {
    this.#entries += 1
    this.#total += size
    const { maxEntries, maxTotalBytes } = this.#limits
    if (this.#entries > maxEntries) throw tooLarge(`model.tar.gz: more than ${maxEntries} entries`)
    if (this.#total > maxTotalBytes) throw tooLarge(`model.tar.gz: more than ${maxTotalBytes} bytes unpacked`)
  }
}

async function readEntries(
  source: Readable,
  limits: ArchiveLimits
): Promise<ReadonlyMap<string, Uint8Array>> {
  const collector = new Collector(limits)
  const tar = extract()
  const flowing = pipeline(source, createGunzip(), tar)
  // The loop below reports the same failure; without a listener the process would end.
  flowing.catch(() => undefined)
  for await (const entry of tar) await collector.add(entry)
  await flowing
  return collector.files
}

/**
 * The files at the top level of a gzipped tar archive, in memory; of pickles and the like only the first bytes.
 * Damaged archives, paths that lead out and double names are `UserError`s with code `model-unreadable`; archives beyond
 * the limits `model-too-large`. Links are ignored, nothing is written to disk.
 */
export async function unpack(
  source: Readable,
  limits: Partial<ArchiveLimits> = {}
): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    return await readEntries(source, { ...DEFAULT_LIMITS, ...limits })
  } catch (cause) {
    if (cause instanceof SuiteError) throw cause
    throw unreadable('model.tar.gz: not a readable gzipped tar archive', { cause })
  }
}
