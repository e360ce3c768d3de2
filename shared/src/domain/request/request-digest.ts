import { canonicalJson } from './canonical-json.js'
import { sha256Hex } from './sha256.js'

/** What a label or an approval covers: SHA-256 over the canonical JSON of the request. */
export function requestDigest(request: object): string {
  return sha256Hex(canonicalJson(request))
}
