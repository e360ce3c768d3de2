const MIB = 1024 * 1024
const UPLOAD_PART_BYTES = 8 * MIB
const DOWNLOAD_PART_BYTES = 4 * MIB
const MAX_UPLOAD_PARTS = 10_000
const UPLOAD_BUFFER_BYTES = 32 * MIB
// What is received is in memory twice for a moment, as it came and as a part.
const DOWNLOAD_BUFFER_BYTES = 16 * MIB

/** How a file is cut for parallel transfer. */
export interface TransferPlan {
  readonly sizeBytes: number
  readonly partBytes: number
  readonly parts: number
  /** Parts under way at the same time: what is in memory at once stays within 32 MiB up and 16 MiB down, or one part. */
  readonly lanes: number
}

/** Parts of 4 MiB. */
export function planDownload(sizeBytes: number, partBytes = DOWNLOAD_PART_BYTES): TransferPlan {
  return plan(sizeBytes, partBytes, DOWNLOAD_BUFFER_BYTES)
}

/** Parts of 8 MiB, larger ones where 10,000, the most S3 takes, would not do. */
export function planUpload(sizeBytes: number, partBytes = UPLOAD_PART_BYTES): TransferPlan {
  const needed = Math.ceil(sizeBytes / MAX_UPLOAD_PARTS / MIB) * MIB
  return plan(sizeBytes, Math.max(partBytes, needed), UPLOAD_BUFFER_BYTES)
}

function plan(sizeBytes: number, partBytes: number, bufferBytes: number): TransferPlan {
  const parts = Math.max(1, Math.ceil(sizeBytes / partBytes))
  const lanes = Math.max(1, Math.min(parts, Math.floor(bufferBytes / partBytes)))
  return { sizeBytes, partBytes, parts, lanes }
}

/** Bytes of a part, the last one included; `index` from 0. */
export function partSize({ partBytes, sizeBytes }: TransferPlan, index: number): number {
  return Math.min(partBytes, sizeBytes - index * partBytes)
}
