import type { DocumentNode, MapEntry, Reading } from './document-node.js'
import { readFormAnswer } from './form-answer.js'
import { answersOf, questionsOf, repeatedQuestions, strangeHeadings, type Answer } from './form-questions.js'
import { ambiguousCopies, swallowedQuestions } from './form-readings.js'
import type { FormField, FormTemplate } from './form-template.js'
import type { MarkdownBlock } from './markdown-block.js'
import { isRequestFence } from './markdown-blocks.js'
import { derivedText, diagnosticAt, type Diagnostic, type SourceText, type Span } from './source-text.js'
import { phrase } from '../text/phrase.js'
import { trimBlanks } from '../text/number-text.js'

const mostProblems = 50

interface FormOptions {
  readonly fieldNames: readonly string[]
  readonly textFields: ReadonlySet<string>
  readonly loadForm?: (headings: readonly string[]) => Promise<FormTemplate | undefined>
  readonly firstHeading: string
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
  const template = await options.loadForm?.(headingsOf(blocks))
  const questionOf = questionsOf(template, options.fieldNames)
  if (questionOf(options.firstHeading) === undefined) return undefined
  const answers = answersOf(source, blocks, questionOf)
  const problems = [
    ...(template === undefined
      ? strangeHeadings(source, blocks, { questionOf, names: options.fieldNames })
      : []),
    ...repeatedQuestions(source, answers),
    ...swallowedQuestions(source, answers, template)
  ]
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) }
  const copies = ambiguousCopies(source, answers)
  return copies.length > 0 ? { ok: false, problems: copies } : readAnswers(source, answers, options)
}

function headingsOf(blocks: readonly MarkdownBlock[]): readonly string[] {
  return blocks.flatMap(block => (block.kind === 'heading' && block.depth === 3 ? [block.text] : []))
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
  const written = answerLines(source, answer, options.textFields)
  const lines = withoutBlankLines(source, written)
  const text = trimBlanks(derivedText(source, lines).text)
  if (text === '' || text === '_No response_' || isEmptyChoice(field, text))
    return emptyAnswer(source, answer)
  if (!options.fieldNames.includes(field.id)) return { ok: true, value: undefined }
  const stray = answer.blocks.slice(1).find(isRequestFence)
  if (stray !== undefined) return { ok: false, problems: [diagnosticAt(source, stray.start, besideForm)] }
  return readFormAnswer({ source, written, lines, field, textFields: options.textFields })
}

const besideForm = {
  message: 'this block stands below an answer of the issue form',
  hint: 'A request is the form or one block: remove the block, or everything else.'
}

/** GitHub writes `None` for an empty dropdown; as an answer to any other question it is a text like others. */
function isEmptyChoice(field: FormField, text: string): boolean {
  return field.type === 'dropdown' && text === 'None' && !field.options.includes('None')
}

function emptyAnswer(source: SourceText, { field, heading }: Answer): Reading<undefined> {
  if (!field.required) return { ok: true, value: undefined }
  const message = phrase`the question "${field.label}" has no answer`
  return { ok: false, problems: [diagnosticAt(source, heading.start, { message })] }
}

/**
 * The lines of an answer, without the blank ones that GitHub puts around it; of a single code block, the lines inside
 * it. A text that was not asked for as a code block keeps its fences: they are what was typed.
 */
function answerLines(
  source: SourceText,
  { field, blocks, span }: Answer,
  textFields: ReadonlySet<string>
): readonly Span[] {
  const [only, ...others] = blocks
  const isText = textFields.has(field.id) || textFields.has(`${field.id}.*`)
  const isWrapper = others.length === 0 && (field.render !== undefined || !isText)
  if (only?.kind === 'fence' && only.closed && isWrapper) return only.lines
  const lines: Span[] = []
  let start = span.start
  for (const line of source.text.slice(span.start, span.end).split('\n')) {
    lines.push({ start, end: start + line.length })
    start += line.length + 1
  }
  const isEmpty = (line: Span | undefined) => line?.start === line?.end
  const before = isEmpty(lines[1]) ? 2 : 1
  const after = span.end === source.text.length ? 0 : isEmpty(lines.at(-2)) ? 2 : 1
  return lines.slice(before, lines.length - after)
}

function withoutBlankLines(source: SourceText, lines: readonly Span[]): readonly Span[] {
  const isFilled = (line: Span) => trimBlanks(source.text.slice(line.start, line.end)) !== ''
  const first = lines.findIndex(isFilled)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1)
}
