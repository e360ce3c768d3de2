import { randomBytes } from 'node:crypto'
import { WRITE_METADATA } from './s3-place.js'

const MAX_IDS = 24
const MAX_REMEMBERED = 256
const ID_LIST = /^[0-9a-f]{16}(?: [0-9a-f]{16})*$/

/** The ids of the writes an object was made by, latest first. */
export function writeIdsOf(metadata: Readonly<Record<string, string>> | undefined): readonly string[] {
  const text = metadata?.[WRITE_METADATA] ?? ''
  return ID_LIST.test(text) ? text.split(' ').slice(0, MAX_IDS) : []
}

/**
 * Names each write, so that a writer whose answer was lost can tell its own success from another's: an object carries
 * the id of its write and those of the writes it was built upon. Remembers the ids of versions that were seen.
 */
export class WriteIds {
  readonly #seen = new Map<string, readonly string[]>()

  remember(key: string, etag: string, ids: readonly string[]): void {
    const version = `${key} ${etag}`
    this.#seen.delete(version)
    this.#seen.set(version, ids)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > MAX_REMEMBERED && oldest !== undefined) this.#seen.delete(oldest)
  }

  /** Ids for a new write upon the version with this tag. */
  next(key: string, etag: string | undefined): readonly string[] {
    const before = etag === undefined ? [] : (this.#seen.get(`${key} ${etag}`) ?? [])
    return [randomBytes(8).toString('hex'), ...before].slice(0, MAX_IDS)
  }
}
