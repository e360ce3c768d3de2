import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import type { FileDigest } from '../../ports/object-store.js'

/** A pass-through stream that counts and hashes what flows through it. */
export function measuring(): Transform & { digest(): FileDigest } {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    }
  })
  return Object.assign(stream, { digest: () => ({ sizeBytes, sha256: hash.digest('hex') }) })
}
