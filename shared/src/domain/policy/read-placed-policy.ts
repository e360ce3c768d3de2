import type { MapNode, Reading } from '../intake/document-node.js'
import { locate } from '../intake/plain-value.js'
import { limitProblems } from '../intake/limit-problems.js'
import { readDocument, readFittingPart } from '../intake/read-document.js'
import { readYaml } from '../intake/read-yaml.js'
import { diagnosticAt, sourceText } from '../intake/source-text.js'
import { placedFault } from '../request/placed-fault.js'
import { noPolicy, type PlacedPolicy } from './placed-policy.js'
import { policySchema, policyTextFields, type Policy } from './policy.js'

/** The policy of a map: fields that fit are also held against each other, so that all problems come at once. */
async function readPolicyFields(root: MapNode): Promise<Reading<Policy>> {
  const { value, problems, unlisted } = readFittingPart(root, {
    schema: policySchema,
    textFields: policyTextFields
  })
  const { policyContradictions } = await import('./policy-faults.js')
  const faults = (await policyContradictions(value)).map(found => placedFault(root, found))
  const all = limitProblems([...problems, ...faults], unlisted)
  return all.length === 0 ? { ok: true, value } : { ok: false, problems: all }
}

/** Reads a policy file; an empty one is an empty policy. */
export async function readPlacedPolicy(path: string, text: string): Promise<Reading<PlacedPolicy>> {
  const source = sourceText(path, text)
  if (/^(?:[ \t]*(?:#.*)?(?:\n|$))*$/.test(source.text)) return { ok: true, value: noPolicy }
  const document = await readYaml(source)
  if (!document.ok) return document
  const root = document.value
  const reading =
    root.kind === 'map'
      ? await readPolicyFields(root)
      : readDocument(root, { schema: policySchema, textFields: policyTextFields })
  if (!reading.ok) return reading
  const placeOf = (path: readonly string[]) => {
    const node = locate(root, path)
    return node === root ? undefined : diagnosticAt(node.source, node.start, { message: '' }).place
  }
  return { ok: true, value: { policy: reading.value, placeOf } }
}
