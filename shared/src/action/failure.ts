import { endedSentence } from '../domain/text/ended-sentence.js'
import { ServiceError, SuiteError } from '../errors.js'
import type { Runner } from '../ports/runner.js'
import type { Language } from './common-inputs.js'
import { code as codeSpan, escapeMarkdown } from './markdown.js'
import { annotationPlace } from './problem-place.js'

/** One annotated error, and the outputs that let a workflow react to it. */
export function reportFailure(
  runner: Runner,
  action: string,
  error: unknown,
  language: Language = 'en'
): void {
  const failure = describe(error)
  const title = `${action}: ${failure.code}`
  runner.annotate({ level: 'error', title, message: failure.text, ...placeOf(error) })
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
  runner.appendSummary(failureSummary(action, error, language))
}

interface Titles {
  readonly failed: (action: string) => string
  readonly failedLate: (action: string) => string
  readonly reasonCode: string
}

const titles: Readonly<Record<Language, Titles>> = {
  en: {
    failed: action => `${action} could not do its work`,
    failedLate: action => `${action} decided, but could not act on it`,
    reasonCode: 'Reason code'
  },
  ja: {
    failed: action => `${action} を実行できませんでした`,
    failedLate: action => `${action} は判定しましたが、実行できませんでした`,
    reasonCode: '理由コード'
  }
}

/** Why an action could not decide, as Markdown. */
export function failureSummary(action: string, error: unknown, language: Language = 'en'): string {
  const { code, text } = describe(error)
  const { failed, reasonCode } = titles[language]
  return `## ❌ ${failed(action)}\n\n${quoted(text)}\n\n${reasonCode}: \`${code}\``
}

/** What failed after an action had decided, as Markdown. */
export function lateFailureSummary(action: string, error: SuiteError, language: Language = 'en'): string {
  const { code, text } = describe(error)
  const { failedLate, reasonCode } = titles[language]
  return `### ❌ ${failedLate(action)}\n\n${quoted(text)}\n\n${reasonCode}: \`${code}\``
}

/** Where the first problem stands, if it stands in a file. */
function placeOf(error: unknown): ReturnType<typeof annotationPlace> {
  const [first] = error instanceof SuiteError ? error.problems : []
  return first === undefined ? {} : annotationPlace(first.place)
}

/** One annotated error for what failed after the decision was published; the outputs stay as they are. */
export function reportLateFailure(
  runner: Runner,
  action: string,
  error: SuiteError,
  language: Language = 'en'
): void {
  const { code, text } = describe(error)
  runner.annotate({ level: 'error', title: `${action}: ${code}`, message: text })
  runner.appendSummary(`\n\n${lateFailureSummary(action, error, language)}\n`)
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map(line => `> ${shown(line)}`)
    .join('  \n')
}

/** A quotation with an @, such as the subject of a token, is there to be copied: in code nothing invisible stands in it. */
function shown(line: string): string {
  return line
    .split(/"([^"]*@[^"]*)"/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join('')
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
