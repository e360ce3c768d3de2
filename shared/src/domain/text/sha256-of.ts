import { createHash } from 'node:crypto'

/**
 * Lower-case hexadecimal SHA-256 of bytes, or of a text's UTF-8 bytes. For contents of any size; where nothing else needs
 * Node's crypto module, `sha256Hex` starts faster.
 */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
