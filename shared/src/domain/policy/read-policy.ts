import type { Reading } from '../intake/document-node.js'
import type { Policy } from './policy.js'
import { readPlacedPolicy } from './read-placed-policy.js'

/** Reads a policy file; an empty one is an empty policy. */
export async function readPolicy(path: string, text: string): Promise<Reading<Policy>> {
  const reading = await readPlacedPolicy(path, text)
  return reading.ok ? { ok: true, value: reading.value.policy } : reading
}
