import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'

/** `drift-YYYYMMDD-HHMMSS-<8 hex>`: UTC time, and the start of a SHA-256 over what was compared, and how. */
export function reportIdOf(at: Date, compared: unknown): string {
  const [date = '', time = ''] = at.toISOString().split('T')
  const digest = createHash('sha256').update(canonicalJson(compared)).digest('hex')
  return `drift-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 8)}`
}
