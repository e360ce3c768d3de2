import { inspectOnnx } from '../onnx-inspection.js'
import { modelField, propertyField } from './onnx-fields.js'
import { readable } from './readable.js'
import { contentOf, fieldAround, fieldsOf, joined, textOf, wholeOf } from './wire-fields.js'

const utf8 = new TextEncoder()

const property = (key: string, value: string): Uint8Array[] =>
  fieldAround(modelField.metadata, [
    ...fieldAround(propertyField.key, [utf8.encode(key)]),
    ...fieldAround(propertyField.value, [utf8.encode(value)])
  ])

function keyOf(entry: Uint8Array): string {
  let key = ''
  for (const field of fieldsOf(entry)) if (field.number === propertyField.key) key = textOf(entry, field)
  return key
}

/**
 * The file with these metadata properties: those of the same keys are replaced, everything else stays byte for byte.
 * No ONNX file is a `UserError` with code `model-unreadable`.
 */
export function withMetadata(model: Uint8Array, properties: ReadonlyMap<string, string>): Uint8Array {
  inspectOnnx(model)
  const kept = readable(() =>
    [...fieldsOf(model)].filter(
      field => field.number !== modelField.metadata || !properties.has(keyOf(contentOf(model, field)))
    )
  )
  const added = [...properties].flatMap(([key, value]) => property(key, value))
  return joined([...kept.map(field => wholeOf(model, field)), ...added])
}
