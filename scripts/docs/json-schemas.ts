import { toJSONSchema, type $ZodType } from 'zod/v4/core'
import { policySchema, policyTextFields } from '../../shared/src/domain/policy/policy.js'
import { algorithmNames } from '../../shared/src/domain/request/algorithms.js'
import { textFields } from '../../shared/src/domain/request/request-fields.js'
import { requestDraft } from '../../shared/src/domain/request/training-request.js'
import { policyDescriptions, requestDescriptions } from './field-descriptions.js'

type Schema = Record<string, unknown>

interface Published {
  readonly title: string
  readonly schema: $ZodType
  readonly textFields: ReadonlySet<string>
  readonly describe: (path: string) => string | undefined
}

const duration = '^(?=[0-9])(?=.*[1-9])(?:[0-9.]+h)?(?:[0-9.]+m(?!s))?(?:[0-9.]+s)?(?:[0-9.]+ms)?$'
const size = '^(?=.*[1-9])[0-9]{1,9}(?:\\.[0-9]{1,6})? ?(?:[KMG]i?B|B)$'

/** What the checks written in code mean, by the last name of the path. */
const meanings: Readonly<Record<string, Schema>> = {
  max_runtime: { pattern: duration },
  max_wait: { pattern: duration },
  max_latency: { pattern: duration },
  max_size: { pattern: size },
  volume_size: { pattern: size },
  features: { uniqueItems: true },
  sensitive: { uniqueItems: true },
  ranges: { minProperties: 1 }
}

/** A range has both of its ends and no values, or values and no end. */
const range: Schema = {
  oneOf: [
    { required: ['min', 'max'], properties: { values: false } },
    { required: ['values'], properties: { min: false, max: false } }
  ]
}

const algorithm: Schema = {
  anyOf: [{ enum: algorithmNames }, { pattern: '^sagemaker:[a-z0-9]+(?:-[a-z0-9]+){0,5}$' }]
}

/** The request as a JSON Schema (2020-12) for editors: shapes, words, ranges; what fields mean together is checked by `parse-issue`. */
export function requestJsonSchema(): Schema {
  return published({
    title: 'Training request',
    schema: requestDraft,
    textFields,
    describe: path => requestDescriptions[path]
  })
}

/** The policy as a JSON Schema (2020-12). */
export function policyJsonSchema(): Schema {
  return published({
    title: 'Policy of a repository',
    schema: policySchema,
    textFields: policyTextFields,
    describe: path => policyDescriptions[path] ?? requestDescriptions[path.replace(/^defaults\./, '')]
  })
}

function published({ title, schema, textFields: texts, describe }: Published): Schema {
  const json = toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      const name = fieldPath(path)
      const field = name.split('.').at(-1) ?? ''
      const description = describe(name)
      if (description !== undefined) Object.assign(jsonSchema, { description })
      Object.assign(
        jsonSchema,
        /(?:^|\.)algorithms?(?:\.\*)?$/.test(name) && isText(jsonSchema) ? algorithm : meanings[field],
        /(?:^|\.)tuning\.ranges\.\*$/.test(name) && jsonSchema.type === 'object' ? range : undefined
      )
      // `target: 2024` is the text "2024".
      if (texts.has(name) && isText(jsonSchema) && field !== 'algorithm')
        Object.assign(jsonSchema, { type: ['string', 'number', 'boolean'] })
    }
  })
  return { ...json, properties: withNulls(json.properties ?? {}), title }
}

/** A field at top level without a value (`target:`) counts as absent. */
function withNulls(fields: Readonly<Record<string, unknown>>): Schema {
  const nullable = Object.entries(fields as Readonly<Record<string, Schema>>).map(([name, field]) => {
    const words = Array.isArray(field['enum']) ? { enum: [...(field['enum'] as unknown[]), null] } : {}
    return [name, { ...field, type: [field['type'], 'null'].flat(), ...words }] as const
  })
  return Object.fromEntries(nullable)
}

const isText = (schema: { readonly type?: unknown }) => schema.type === 'string'

/** `properties, compute, properties, spot` is `compute.spot`; items and values of any name are `*`. */
function fieldPath(path: readonly (string | number)[]): string {
  const names: string[] = []
  for (let at = 0; at < path.length; at += 1) {
    if (path[at] === 'properties') names.push(String(path[(at += 1)]))
    else if (path[at] === 'items' || path[at] === 'additionalProperties') names.push('*')
  }
  return names.join('.')
}
