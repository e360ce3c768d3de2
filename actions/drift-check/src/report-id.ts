import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'

/** `drift-YYYYMMDD-HHMMSS-<8 hex>`: UTC time, and the start of a SHA-256 over what was compared, and how. */
export function reportIdOf(at: Date, compared: unknown): string {
  const [date = '', time = ''] = at.toISOString().split('T')
  const digest = sha256Of(canonicalJson(compared))
  return `drift-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 8)}`
}
