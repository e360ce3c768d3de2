import type { FileHandle } from 'node:fs/promises'

/** An open file that is being uploaded. */
export interface UploadSource {
  readonly file: FileHandle
  readonly sizeBytes: number
  /** Throws `upload-source-changed` when the file is not as it was at the beginning. */
  readonly unchanged: () => Promise<void>
}
