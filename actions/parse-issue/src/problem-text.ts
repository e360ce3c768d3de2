import { excerptText } from '../../../shared/src/action/excerpt-text.js'
import { code, codeBlock, escapeMarkdown } from '../../../shared/src/action/markdown.js'
import type { Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'

/** Place and message of a problem, the line with a caret under the place, and the hint, as Markdown. */
export function problemText(problem: Diagnostic, messages: ParseIssueMessages): string {
  const { place, excerpt } = problem
  const { message, hint } = problem.explanation ?? problem
  const parts = [`**${code(place)}** ${escapeMarkdown(messages.say(message))}`]
  if (excerpt !== undefined) parts.push(codeBlock(excerptText(excerpt)))
  if (hint !== undefined) parts.push(`${messages.hint}: ${escapeMarkdown(messages.say(hint))}`)
  return parts.join('\n\n')
}
