import { entryOf, type DocumentNode, type Reading } from './document-node.js'
import { readYaml } from './read-yaml.js'
import { sourceText } from './source-text.js'

const elementTypes = ['input', 'textarea', 'dropdown', 'checkboxes'] as const

/** One question of an issue form. */
export interface FormField {
  /** Empty when the form gives none: the answer belongs to no field, but its heading is a question's all the same. */
  readonly id: string
  readonly label: string
  readonly type: (typeof elementTypes)[number]
  readonly options: readonly string[]
  readonly multiple: boolean
  readonly required: boolean
  /** Textareas: the language GitHub fences the answer with. */
  readonly render: string | undefined
}

/** An issue form: its questions in order. */
export interface FormTemplate {
  readonly fields: readonly FormField[]
}

/** Reads an issue form (`.github/ISSUE_TEMPLATE/*.yml`). */
export async function readFormTemplate(name: string, text: string): Promise<Reading<FormTemplate>> {
  const reading = await readYaml(sourceText(name, text))
  if (!reading.ok) return reading
  const body = child(reading.value, 'body')
  const elements = body?.kind === 'sequence' ? body.items : []
  return { ok: true, value: { fields: elements.flatMap(readField) } }
}

function readField(element: DocumentNode): FormField[] {
  const attributes = child(element, 'attributes')
  const label = textOf(child(attributes, 'label'))
  const written = textOf(child(element, 'type'))
  if (label === undefined || written === 'markdown') return []
  // A kind of question that is not known here stands in the body as well, and may hold anything.
  const type = elementTypes.find(known => known === written) ?? 'textarea'
  const options = child(attributes, 'options')
  return [
    {
      id: textOf(child(element, 'id')) ?? '',
      label: label.trim(),
      type,
      options: options?.kind === 'sequence' ? options.items.flatMap(optionText) : [],
      multiple: isTrue(child(attributes, 'multiple')),
      required: isTrue(child(child(element, 'validations'), 'required')),
      render: textOf(child(attributes, 'render'))
    }
  ]
}

/** Options are texts in a dropdown, maps with a label among checkboxes. */
function optionText(node: DocumentNode): string[] {
  const text = textOf(node) ?? textOf(child(node, 'label'))
  return text === undefined ? [] : [text]
}

function child(node: DocumentNode | undefined, key: string): DocumentNode | undefined {
  return node?.kind === 'map' ? entryOf(node, key)?.value : undefined
}

function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined
}

function isTrue(node: DocumentNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}
