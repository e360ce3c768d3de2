import { coreScalar } from './core-scalar.js'
import type { DocumentNode, Reading, ScalarNode } from './document-node.js'
import type { FormField } from './form-template.js'
import { readYaml } from './read-yaml.js'
import { diagnosticAt, type Diagnostic, type SourceText } from './source-text.js'

/** The value of an answer that was given, by the kind of its question. */
export async function readFormAnswer(
  answer: SourceText,
  field: FormField,
  textFields: ReadonlySet<string>
): Promise<Reading<DocumentNode>> {
  if (field.type === 'checkboxes') return { ok: true, value: checkedBoxes(answer, field) }
  if (field.type === 'dropdown') return chosenOptions(answer, field)
  return readFreeText(answer, field.id, textFields)
}

function textNode(source: SourceText, start: number, text: string): ScalarNode {
  return { kind: 'scalar', source, start, value: text, text }
}

function checkedBoxes(source: SourceText, field: FormField): DocumentNode {
  const items = [...source.text.matchAll(/^- \[([ xX])\] (.*)$/gm)]
    .filter(([, mark]) => mark !== ' ')
    .map(match => textNode(source, match.index, match[2] ?? ''))
  if (field.options.length !== 1) return { kind: 'sequence', source, start: 0, items }
  return { kind: 'scalar', source, start: 0, value: items.length > 0, text: String(items.length > 0) }
}

/** Options are matched whole, longest first, because they may hold commas themselves. */
function chosenOptions(source: SourceText, field: FormField): Reading<DocumentNode> {
  const options = [...field.options].sort((a, b) => b.length - a.length)
  const items: ScalarNode[] = []
  let at = 0
  while (at < source.text.length) {
    const option = options.find(candidate => endsAfter(source.text, at, candidate))
    if (option === undefined || option === '')
      return { ok: false, problems: [notAnOption(source, at, field)] }
    items.push(textNode(source, at, option))
    at += option.length + 2
  }
  const [only] = items
  if (field.multiple) return { ok: true, value: { kind: 'sequence', source, start: 0, items } }
  if (only !== undefined && items.length === 1)
    return { ok: true, value: { ...only, value: coreScalar(only.text) } }
  return { ok: false, problems: [notAnOption(source, 0, field)] }
}

function endsAfter(text: string, at: number, option: string): boolean {
  const end = at + option.length
  return text.startsWith(option, at) && (end === text.length || text.startsWith(', ', end))
}

function notAnOption(source: SourceText, offset: number, field: FormField): Diagnostic {
  const message = `this is not an option of "${field.label}"`
  return diagnosticAt(source, offset, {
    message,
    hint: `Options: ${field.options.join('; ').slice(0, 400)}.`
  })
}

async function readFreeText(
  source: SourceText,
  id: string,
  textFields: ReadonlySet<string>
): Promise<Reading<DocumentNode>> {
  const { text } = source
  if (textFields.has(id)) return { ok: true, value: textNode(source, 0, text) }
  if (textFields.has(`${id}.*`) && !/^(?:\[|- )/.test(text)) return { ok: true, value: listOf(source) }
  if (/^[A-Za-z0-9_.+-]+$/.test(text)) {
    return { ok: true, value: { kind: 'scalar', source, start: 0, value: coreScalar(text), text } }
  }
  return readYaml(source)
}

/** `a, b` or one name per line. */
function listOf(source: SourceText): DocumentNode {
  const items = [...source.text.matchAll(/[^,\n]+/g)].flatMap(match => {
    const name = match[0].trim()
    return name === '' ? [] : [textNode(source, match.index + match[0].indexOf(name), name)]
  })
  return { kind: 'sequence', source, start: 0, items }
}
