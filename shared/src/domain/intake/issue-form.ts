import type { DocumentNode, MapEntry, Reading } from './document-node.js'
import { readFormAnswer } from './form-answer.js'
import type { FormField, FormTemplate } from './form-template.js'
import type { FenceBlock, HeadingBlock, MarkdownBlock } from './markdown-blocks.js'
import { derivedText, diagnosticAt, type Diagnostic, type SourceText, type Span } from './source-text.js'

interface FormOptions {
  readonly fieldNames: readonly string[]
  readonly textFields: ReadonlySet<string>
  readonly loadForm?: () => Promise<FormTemplate | undefined>
  readonly firstHeading: string
}

/** A known heading and what stands under it up to the next one. */
interface Answer {
  readonly field: FormField
  readonly heading: HeadingBlock
  readonly blocks: readonly MarkdownBlock[]
  readonly span: Span
}

/**
 * The request in a submitted issue form: `### label` headings matched to the form's ids (without a form, to the field
 * of that name). Only headings at top level count, so that nothing inside an answer's code block or list can pose as
 * a question. Undefined when the first heading is not one of the form's.
 */
export async function readIssueForm(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  options: FormOptions
): Promise<Reading<DocumentNode> | undefined> {
  const template = await options.loadForm?.()
  const known = fieldsByLabel(template, options.fieldNames)
  if (!known(options.firstHeading)) return undefined
  const answers = answersOf(source, blocks, known)
  const problems = [...repeatedHeadings(source, answers), ...swallowedHeadings(source, answers, template)]
  if (problems.length > 0) return { ok: false, problems }
  return readAnswers(source, answers, options)
}

function fieldsByLabel(
  template: FormTemplate | undefined,
  names: readonly string[]
): (label: string) => FormField | undefined {
  if (template !== undefined) {
    const fields = new Map(template.fields.map(field => [field.label, field]))
    return label => fields.get(label)
  }
  return label => {
    const id = label.toLowerCase().replace(/[^a-z0-9]+/g, '_')
    const field = {
      label,
      type: 'input',
      options: [],
      multiple: false,
      required: false,
      render: undefined
    } as const
    return names.includes(id) ? { id, ...field } : undefined
  }
}

function answersOf(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  known: (label: string) => FormField | undefined
): Answer[] {
  const marks = blocks.flatMap((block, index) => {
    const field = block.kind === 'heading' && block.depth === 3 ? known(block.text) : undefined
    return block.kind === 'heading' && field !== undefined ? [{ field, heading: block, index }] : []
  })
  return marks.map(({ field, heading, index }, position) => {
    const next = marks[position + 1]
    const span = { start: heading.end, end: next?.heading.start ?? source.text.length }
    return { field, heading, span, blocks: blocks.slice(index + 1, next?.index) }
  })
}

function repeatedHeadings(source: SourceText, answers: readonly Answer[]): Diagnostic[] {
  const seen = new Set<string>()
  return answers.flatMap(({ field, heading }) => {
    const repeated = seen.has(field.id)
    seen.add(field.id)
    const message = `the heading "${field.label}" appears twice`
    const hint = 'Remove the second one; inside a text, put it in a code block.'
    return repeated ? [diagnosticAt(source, heading.start, { message, hint })] : []
  })
}

/** Questions that vanished because an answer above opens a code block or comment and never closes it. */
function swallowedHeadings(
  source: SourceText,
  answers: readonly Answer[],
  template: FormTemplate | undefined
): Diagnostic[] {
  const answered = new Set(answers.map(answer => answer.field.id))
  const missing = template?.fields.filter(field => !answered.has(field.id)) ?? []
  return missing.flatMap(field => {
    const at = `\n${source.text}\n`.indexOf(`\n### ${field.label}\n`)
    const message = `the question "${field.label}" stands inside a block that an answer above opens`
    const hint = 'Close the code block or the comment above it.'
    return at < 0 ? [] : [diagnosticAt(source, at, { message, hint })]
  })
}

async function readAnswers(
  source: SourceText,
  answers: readonly Answer[],
  options: FormOptions
): Promise<Reading<DocumentNode>> {
  const entries: MapEntry[] = []
  const problems: Diagnostic[] = []
  for (const answer of answers) {
    const reading = await readAnswer(source, answer, options)
    if (!reading.ok) problems.push(...reading.problems)
    else if (reading.value !== undefined) {
      entries.push({ source, start: answer.heading.start, key: answer.field.id, value: reading.value })
    }
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { kind: 'map', source, start: answers[0]?.heading.start ?? 0, entries } }
}

async function readAnswer(
  source: SourceText,
  answer: Answer,
  options: FormOptions
): Promise<Reading<DocumentNode | undefined>> {
  const { field } = answer
  const inside = derivedText(source, answerLines(source, answer))
  const text = inside.text
  if (text === '' || text === '_No response_' || isEmptyChoice(field, text))
    return emptyAnswer(source, answer)
  if (!options.fieldNames.includes(field.id)) return { ok: true, value: undefined }
  return readFormAnswer(inside, field, options.textFields)
}

/** GitHub writes `None` for an empty dropdown; as an answer to any other question it is a text like others. */
function isEmptyChoice(field: FormField, text: string): boolean {
  return field.type === 'dropdown' && text === 'None' && !field.options.includes('None')
}

function emptyAnswer(source: SourceText, { field, heading }: Answer): Reading<undefined> {
  if (!field.required) return { ok: true, value: undefined }
  const message = `the question "${field.label}" has no answer`
  return { ok: false, problems: [diagnosticAt(source, heading.start, { message })] }
}

/** The lines of an answer without blank ones around it; of a single code block, the lines inside it. */
function answerLines(source: SourceText, answer: Answer): readonly Span[] {
  const [only, ...others] = answer.blocks
  if (isFence(only) && others.length === 0 && only.closed) return only.lines
  const lines: Span[] = []
  let start = answer.span.start
  for (const line of source.text.slice(answer.span.start, answer.span.end).split('\n')) {
    lines.push({ start, end: start + line.replace(/[ \t]+$/, '').length })
    start += line.length + 1
  }
  const first = lines.findIndex(line => line.end > line.start)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(line => line.end > line.start) + 1)
}

function isFence(block: MarkdownBlock | undefined): block is FenceBlock {
  return block?.kind === 'fence'
}
