import { readNames } from './column-list.js'
import { coreScalar } from './core-scalar.js'
import type { DocumentNode, Reading, ScalarNode } from './document-node.js'
import type { FormField } from './form-template.js'
import { readYaml } from './read-yaml.js'
import { selectedOptions } from './selected-options.js'
import { derivedText, diagnosticAt, type Diagnostic, type SourceText, type Span } from './source-text.js'
import { phrase } from '../text/phrase.js'

interface GivenAnswer {
  readonly source: SourceText
  readonly written: readonly Span[]
  /** Of what was written, those without blank ones around them. At least one, the first and the last of them not blank. */
  readonly lines: readonly Span[]
  readonly field: FormField
  readonly textFields: ReadonlySet<string>
}

// Names and values of data, of which blanks may be a part.
const exactTexts: readonly string[] = ['target', 'sample_id', 'positive_class']

/** The value of an answer that was given, by the kind of its question. */
export async function readFormAnswer(given: GivenAnswer): Promise<Reading<DocumentNode>> {
  const { source, lines, field, textFields } = given
  const answer = derivedText(source, withoutEdges(source, lines))
  if (field.type === 'checkboxes') return checkedBoxes(answer, field)
  if (field.type === 'dropdown') return chosenOptions(answer, field)
  const exact = derivedText(source, lines)
  if (exactTexts.includes(field.id) && exact.text !== answer.text)
    return { ok: false, problems: [diagnosticAt(exact, 0, blankEdges)] }
  const { id } = field
  return readFreeText(answer, { id, textFields, written: derivedText(source, given.written) })
}

const blankEdges = {
  message: 'this answer begins or ends with blanks',
  hint: 'Remove them; if they belong to the name, write the request as a yaml block, with the name in quotes.'
}

/** The lines without the blanks before a single one and after the last. */
function withoutEdges(source: SourceText, lines: readonly Span[]): readonly Span[] {
  return lines.map((line, index) => {
    const text = source.text.slice(line.start, line.end)
    const leading = lines.length === 1 ? text.length - text.replace(/^[ \t]+/, '').length : 0
    const end = index === lines.length - 1 ? line.start + trimBlanksAtEnd(text).length : line.end
    return { start: line.start + leading, end }
  })
}

function trimBlanksAtEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1
  return text.slice(0, end)
}

function textNode(source: SourceText, start: number, text: string): ScalarNode {
  return { kind: 'scalar', source, start, value: text, text }
}

function checkedBoxes(source: SourceText, field: FormField): Reading<DocumentNode> {
  const items: ScalarNode[] = []
  for (const match of source.text.matchAll(/[^\n]+/g)) {
    const box = /^- \[([ xX])\] (.*?)[ \t]*$/.exec(match[0])
    if (box === null || !field.options.includes(box[2] ?? ''))
      return { ok: false, problems: [notAnOption(source, match.index, field)] }
    if (box[1] !== ' ') items.push(textNode(source, match.index, box[2] ?? ''))
  }
  if (field.options.length !== 1) return { ok: true, value: { kind: 'sequence', source, start: 0, items } }
  const text = String(items.length > 0)
  return { ok: true, value: { kind: 'scalar', source, start: 0, value: items.length > 0, text } }
}

function chosenOptions(source: SourceText, field: FormField): Reading<DocumentNode> {
  const selection = selectedOptions(source.text, field.options)
  if (!field.multiple) return chosenOption(source, field)
  if (selection.kind === 'none')
    return { ok: false, problems: [notAnOption(source, selection.offset, field)] }
  if (selection.kind === 'several') return { ok: false, problems: [diagnosticAt(source, 0, severalWays)] }
  const items = selection.chosen.map(({ option, start }) => textNode(source, start, option))
  return { ok: true, value: { kind: 'sequence', source, start: 0, items } }
}

function chosenOption(source: SourceText, field: FormField): Reading<DocumentNode> {
  const { text } = source
  if (!field.options.includes(text)) return { ok: false, problems: [notAnOption(source, 0, field)] }
  return { ok: true, value: { kind: 'scalar', source, start: 0, value: coreScalar(text), text } }
}

const severalWays = {
  message: 'this can be read as different options, because some of them hold commas',
  hint: 'Write the request as a yaml block instead.'
}

function notAnOption(source: SourceText, offset: number, field: FormField): Diagnostic {
  const message = phrase`this is not an option of "${field.label}"`
  return diagnosticAt(source, offset, {
    message,
    hint: phrase`Options: ${field.options.join('; ').slice(0, 400)}.`
  })
}

async function readFreeText(
  source: SourceText,
  field: {
    readonly id: string
    readonly textFields: ReadonlySet<string>
    /** With all its blanks, which may be a part of YAML's texts. */
    readonly written: SourceText
  }
): Promise<Reading<DocumentNode>> {
  const { text } = source
  const { id, textFields } = field
  if (textFields.has(id)) return { ok: true, value: textNode(source, 0, text) }
  if (textFields.has(`${id}.*`)) return readNames(source, field.written)
  if (/^[A-Za-z0-9_.+-]+$/.test(text)) {
    return { ok: true, value: { kind: 'scalar', source, start: 0, value: coreScalar(text), text } }
  }
  return readYaml(field.written)
}
