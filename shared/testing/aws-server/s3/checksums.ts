import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AwsError } from '../aws-error.js'

/** A running checksum. */
interface Running {
  update(chunk: Buffer): void
  /** The raw bytes. */
  digest(): Buffer
}

export const checksumNames = ['crc32', 'sha1', 'sha256'] as const
export type ChecksumName = (typeof checksumNames)[number]

/** The checksum's name of a header or an algorithm member; one this server cannot compute is refused. */
export function checksumName(text: string): ChecksumName {
  const name = checksumNames.find(candidate => candidate === text.toLowerCase())
  if (name !== undefined) return name
  throw new AwsError('NotImplemented', 501, `this server does not compute the checksum ${text.slice(0, 20)}`)
}

export function startChecksum(name: ChecksumName | 'md5'): Running {
  if (name !== 'crc32') {
    const hash = createHash(name)
    return { update: chunk => void hash.update(chunk), digest: () => hash.digest() }
  }
  let value = 0
  return {
    update: chunk => {
      value = crc32(chunk, value)
    },
    digest: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    }
  }
}

/** The checksum of a multipart object: over the raw checksums of its parts, with their number. */
export function compositeChecksum(name: ChecksumName | 'md5', parts: readonly Buffer[]): Buffer {
  const running = startChecksum(name)
  for (const part of parts) running.update(part)
  return running.digest()
}
