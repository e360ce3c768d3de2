import type { FormField, FormTemplate } from '../src/domain/intake/form-template.js'

/** What was typed, or the options that were chosen or ticked. */
export type FormAnswer = string | readonly string[]

/**
 * The body GitHub makes of a submitted issue form: `### label`, a blank line and the answer for every question in
 * order, with `_No response_` for none. What was typed is written as it is, whatever it looks like.
 */
export function renderIssueForm(form: FormTemplate, answers: ReadonlyMap<string, FormAnswer>): string {
  return form.fields
    .map(field => `### ${field.label}\n\n${renderAnswer(field, answers.get(field.id))}`)
    .join('\n\n')
}

function renderAnswer(field: FormField, answer: FormAnswer | undefined): string {
  if (field.type === 'checkboxes') return boxes(field, answer ?? [])
  const text = typeof answer === 'string' ? answer : (answer ?? []).join(', ')
  if (text === '') return '_No response_'
  return field.render === undefined ? text : `\`\`\`${field.render}\n${text}\n\`\`\``
}

function boxes({ options }: FormField, ticked: FormAnswer): string {
  return options.map(option => `- [${ticked.includes(option) ? 'X' : ' '}] ${option}`).join('\n')
}
