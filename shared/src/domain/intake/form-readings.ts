import { phrase } from '../text/phrase.js'
import type { Answer } from './form-questions.js'
import type { FormField, FormTemplate } from './form-template.js'
import { selectedOptions } from './selected-options.js'
import { diagnosticAt, type Diagnostic, type SourceText, type Span } from './source-text.js'

interface Mark extends Span {
  readonly label: string
}

const headingLine = /^ {0,3}###[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/gm
const mostCopies = 20

/**
 * Questions that vanished because an answer above opens a code block or comment and never closes it; without a form
 * nobody knows what was asked.
 */
export function swallowedQuestions(
  source: SourceText,
  answers: readonly Answer[],
  template: FormTemplate | undefined
): Diagnostic[] {
  const answered = new Set(answers.map(({ field }) => field.label))
  const missing = new Set(template?.fields.map(({ label }) => label).filter(label => !answered.has(label)))
  return firstOfEach(marksOf(source.text, missing)).map(({ label, start }) => {
    const message = phrase`the question "${label}" stands inside a block that an answer above opens`
    const hint = 'Close the code block or the comment above it.'
    return diagnosticAt(source, start, { message, hint })
  })
}

function firstOfEach(marks: readonly Mark[]): readonly Mark[] {
  const seen = new Set<string>()
  return marks.filter(({ label }) => !seen.has(label) && seen.add(label))
}

/**
 * A copy of a question's heading inside an answer, where the same body could also be the rendering of other answers:
 * those in which the copy is the question. Two readings are none.
 */
export function ambiguousCopies(source: SourceText, answers: readonly Answer[]): Diagnostic[] {
  const marks = marksOf(source.text, new Set(answers.map(({ field }) => field.label)))
  if (marks.length <= answers.length || isOnlyReading(source.text, answers, marks)) return []
  const own = new Set(answers.map(({ heading }) => source.text.lastIndexOf('\n', heading.start) + 1))
  return firstOfEach(marks.filter(({ start }) => !own.has(start))).map(({ label, start }) => {
    const message = phrase`this copy of the heading "${label}" could be taken for the question itself`
    const hint = 'Indent it by four spaces, or leave it out.'
    return diagnosticAt(source, start, { message, hint })
  })
}

/** Lines that look like the heading of a question, wherever they stand. */
function marksOf(text: string, labels: ReadonlySet<string>): readonly Mark[] {
  return [...text.matchAll(headingLine)].flatMap(match => {
    const label = match[1] ?? ''
    return labels.has(label) ? [{ label, start: match.index, end: match.index + match[0].length }] : []
  })
}

/** Whether the answers fit their questions as they stand, and would not with any other choice of headings. */
function isOnlyReading(text: string, answers: readonly Answer[], marks: readonly Mark[]): boolean {
  if (marks.length > answers.length + mostCopies) return false
  if (!answers.every(({ field, span }) => fits(field, text.slice(span.start, span.end)))) return false
  return readingsFrom(text, answers, marks) === 1
}

/** How many choices of one heading per question, in this order from the first line on, leave answers that fit. */
function readingsFrom(text: string, answers: readonly Answer[], marks: readonly Mark[]): number {
  let after: { readonly mark: Mark; readonly ways: number }[] = []
  for (const [index, { field }] of [...answers.entries()].reverse()) {
    const isLast = index === answers.length - 1
    const candidates = index === 0 ? marks.slice(0, 1) : marks.filter(({ label }) => label === field.label)
    after = candidates.map(mark => {
      const ends = isLast
        ? [{ at: text.length, ways: 1 }]
        : after
            .filter(next => next.mark.start > mark.start)
            .map(next => ({ at: next.mark.start, ways: next.ways }))
      const fitting = ends.filter(end => end.ways > 0 && fits(field, text.slice(mark.end, end.at)))
      return { mark, ways: fitting.reduce((sum, { ways }) => sum + ways, 0) }
    })
  }
  return after.reduce((sum, { ways }) => sum + ways, 0)
}

/** Whether GitHub could have written this text for an answer to the question. */
function fits(field: FormField, written: string): boolean {
  const text = written.replace(/^[ \t\n]+/, '').trimEnd()
  if (text === '' || text === '_No response_') return true
  switch (field.type) {
    case 'input':
      return !text.includes('\n')
    case 'dropdown':
      return text === 'None' || selectedOptions(text, field.options).kind !== 'none'
    case 'checkboxes':
      return text.split('\n').every(line => /^- \[[ xX]\] /.test(line))
    case 'textarea':
      return field.render === undefined || (text.startsWith('```') && text.endsWith('```'))
  }
}
