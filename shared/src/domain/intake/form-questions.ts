import { phrase } from '../text/phrase.js'
import type { HeadingBlock, MarkdownBlock } from './markdown-block.js'
import { explainOddLetters } from './odd-letters.js'
import type { FormField, FormTemplate } from './form-template.js'
import { diagnosticAt, type Diagnostic, type SourceText, type Span } from './source-text.js'

/** A question's heading and what stands under it up to the next question's. */
export interface Answer {
  readonly field: FormField
  readonly heading: HeadingBlock
  readonly blocks: readonly MarkdownBlock[]
  readonly span: Span
}

/** The question of a heading, undefined for a heading that is text. */
export type QuestionByLabel = (label: string) => FormField | undefined

/** The questions of a form by their labels; without a form, every field of a request by its name. */
export function questionsOf(template: FormTemplate | undefined, names: readonly string[]): QuestionByLabel {
  if (template !== undefined) {
    const fields = new Map(template.fields.map(field => [field.label, field]))
    return label => fields.get(label)
  }
  return label => {
    const id = fieldIdOf(label)
    return names.includes(id) ? { id, label, ...anyText } : undefined
  }
}

const anyText = {
  type: 'textarea',
  options: [],
  multiple: false,
  required: false,
  render: undefined
} as const

/** ASCII only: the lower case of a Kelvin sign is a k. */
function fieldIdOf(label: string): string {
  return label.replace(/[A-Z]/g, letter => letter.toLowerCase()).replace(/[ _-]+/g, '_')
}

/** The answers of a form: what stands under each heading at top level that is a question's. */
export function answersOf(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  questionOf: QuestionByLabel
): readonly Answer[] {
  const marks = blocks.flatMap((block, index) => {
    const field = block.kind === 'heading' && block.depth === 3 ? questionOf(block.text) : undefined
    return block.kind === 'heading' && field !== undefined ? [{ field, heading: block, index }] : []
  })
  return marks.map(({ field, heading, index }, position) => {
    const next = marks[position + 1]
    const span = { start: heading.end, end: next?.heading.start ?? source.text.length }
    return { field, heading, span, blocks: blocks.slice(index + 1, next?.index) }
  })
}

/** Questions that appear twice. */
export function repeatedQuestions(source: SourceText, answers: readonly Answer[]): Diagnostic[] {
  const seen = new Set<string>()
  return answers.flatMap(({ field, heading }) => {
    const key = field.id === '' ? `### ${field.label}` : field.id
    const repeated = seen.has(key)
    seen.add(key)
    const message = phrase`the heading "${field.label}" appears twice`
    const hint = 'Remove the second one; inside a text, put it in a code block.'
    return repeated ? [diagnosticAt(source, heading.start, { message, hint })] : []
  })
}

/** Headings that are no field's, where there is no form that could tell them from the text of an answer. */
export function strangeHeadings(
  source: SourceText,
  blocks: readonly MarkdownBlock[],
  known: { readonly questionOf: QuestionByLabel; readonly names: readonly string[] }
): Diagnostic[] {
  return blocks.flatMap(block => {
    if (block.kind !== 'heading' || block.depth !== 3 || known.questionOf(block.text) !== undefined) return []
    const label = block.text.slice(0, 64)
    const message = phrase`the heading "${label}" is no field of a request, and the issue form was not found`
    const odd = explainOddLetters(fieldIdOf(label), known.names)
    const hint = odd ?? 'Name the form in the input form-template, or remove the heading.'
    return [diagnosticAt(source, block.start, { message, hint })]
  })
}
