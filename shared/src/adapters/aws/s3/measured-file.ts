import { createHash, webcrypto } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { UserError } from '../../../errors.js'
import { partSize, type TransferPlan } from './transfer-plan.js'

/** Digests of a file, whole and by parts. */
export interface MeasuredFile {
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
  /** SHA-256 of each part. */
  readonly parts: readonly Buffer[]
}

/** Reads a file once for its digests: S3 wants that of the whole before the first part, and that of each part with it. */
export async function measureFile(
  file: FileHandle,
  plan: TransferPlan,
  cancelled: AbortSignal
): Promise<MeasuredFile> {
  const whole = createHash('sha256')
  const parts: Buffer[] = []
  const buffer = Buffer.allocUnsafeSlow(Math.min(plan.partBytes, plan.sizeBytes))
  for (let index = 0; index < plan.parts; index++) {
    cancelled.throwIfAborted()
    const part = buffer.subarray(0, partSize(plan, index))
    await readExactly(file, part, index * plan.partBytes)
    // The part is hashed on another thread while this one hashes the whole.
    const digest = webcrypto.subtle.digest('SHA-256', part)
    whole.update(part)
    parts.push(Buffer.from(await digest))
  }
  return { sha256: whole.digest('hex'), parts }
}

/** Fills `target` from a place in the file; a file that ends before is `upload-source-changed`. */
export async function readExactly(file: FileHandle, target: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < target.length;) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled)
    if (bytesRead === 0) throw sourceChanged()
    filled += bytesRead
  }
}

export function sourceChanged(cause?: unknown): UserError {
  return new UserError('upload-source-changed', 'the file changed while it was being uploaded', {
    hint: 'Let whatever writes the file finish first.',
    ...(cause !== undefined && { cause })
  })
}
