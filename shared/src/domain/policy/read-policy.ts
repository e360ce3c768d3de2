import type { Reading } from '../intake/document-node.js'
import { readDocument } from '../intake/read-document.js'
import { readYaml } from '../intake/read-yaml.js'
import { sourceText } from '../intake/source-text.js'
import { policySchema, policyTextFields, type Policy } from './policy.js'

/** Reads a policy file; an empty one is an empty policy. */
export async function readPolicy(path: string, text: string): Promise<Reading<Policy>> {
  const source = sourceText(path, text)
  if (/^(?:[ \t]*(?:#.*)?(?:\n|$))*$/.test(source.text)) return { ok: true, value: {} }
  const reading = await readYaml(source)
  return reading.ok
    ? readDocument(reading.value, { schema: policySchema, textFields: policyTextFields })
    : reading
}
