import { endedSentence } from '../domain/text/ended-sentence.js'
import { ServiceError, SuiteError } from '../errors.js'
import type { Runner } from '../ports/runner.js'
import { escapeMarkdown } from './markdown.js'

/** One annotated error, and the outputs that let a workflow react to it. */
export function reportFailure(runner: Runner, action: string, error: unknown): void {
  const failure = describe(error)
  runner.annotate({ level: 'error', title: `${action}: ${failure.code}`, message: failure.text })
  if (failure.stack !== undefined) runner.log(failure.stack)
  runner.setOutput('decision', '')
  runner.setOutput('reason-code', failure.code)
  runner.setOutput(
    'result',
    JSON.stringify({
      schema_version: 1,
      action,
      decision: null,
      reason_code: failure.code,
      message: failure.text
    })
  )
  runner.appendSummary(
    `## ❌ ${action} could not do its work\n\n${quoted(failure.text)}\n\nReason code: \`${failure.code}\``
  )
}

/** One annotated error for what failed after the decision was published; the outputs stay as they are. */
export function reportLateFailure(runner: Runner, action: string, error: SuiteError): void {
  const { code, text } = describe(error)
  runner.annotate({ level: 'error', title: `${action}: ${code}`, message: text })
  runner.appendSummary(
    `\n\n### ❌ ${action} decided, but could not act on it\n\n${quoted(text)}\n\nReason code: \`${code}\`\n`
  )
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map(line => `> ${escapeMarkdown(line)}`)
    .join('  \n')
}

/** Only a plain word gets a capital: a name such as `s3://` or `actions: write` is what it is. */
function capitalised(hint: string): string {
  return /^[a-z]+ /.test(hint) ? hint.charAt(0).toUpperCase() + hint.slice(1) : hint
}

function describe(error: unknown): { code: string; text: string; stack?: string } {
  if (error instanceof SuiteError) {
    const retry = error instanceof ServiceError && error.retryable ? ['Running the job again may help.'] : []
    const hint = error.hint === undefined || error.hint === '' ? [] : [capitalised(error.hint)]
    return { code: error.code, text: [error.message, ...hint, ...retry].map(endedSentence).join(' ') }
  }
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  return {
    code: 'internal-error',
    text: `A defect in the action: ${message}. Please report it with the log above.`,
    ...(stack !== undefined && { stack })
  }
}
