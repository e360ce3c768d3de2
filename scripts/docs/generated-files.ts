import { format } from 'prettier'
import { issueForms } from './issue-forms.js'
import { policyJsonSchema, requestJsonSchema } from './json-schemas.js'

/** The files that are made from the fields of requests and policies, by path. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const schemas = new Map([
    ['schemas/request.schema.json', requestJsonSchema()],
    ['schemas/policy.schema.json', policyJsonSchema()]
  ])
  const files = new Map<string, string>()
  for (const [path, schema] of schemas)
    files.set(path, await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 }))
  for (const [name, text] of issueForms()) files.set(`workflows-examples/ISSUE_TEMPLATE/${name}`, text)
  return files
}
