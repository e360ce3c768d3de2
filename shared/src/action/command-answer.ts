import { SuiteError } from '../errors.js'
import type { IssueTracker } from '../ports/issue-tracker.js'
import type { CommandCall } from './command-call.js'
import { answerMarker, readCommandComment, type CommandComment } from './command-comment.js'
import type { Language } from './common-inputs.js'
import { failureSummary, lateFailureSummary } from './failure.js'
import { escapeMarkdown } from './markdown.js'
import type { Report } from './run-action.js'

/** Where the result of a command is told, and how. */
export interface AnswerPlace {
  readonly issues: Pick<IssueTracker, 'upsertComment'>
  readonly comment: CommandComment
  readonly language: Language
  /** The action that carries the command out. */
  readonly name: string
}

/** The answer to the comment that started the workflow; undefined where no comment of an issue did. */
export async function openCommandAnswer(call: CommandCall): Promise<CommandAnswer | undefined> {
  const { runner, files, issues, language, name } = call
  const comment = await readCommandComment(runner, files).catch(ifForeseen(undefined))
  if (issues === undefined || comment === undefined) return undefined
  return new CommandAnswer({ issues, comment, language, name })
}

/** One comment for each command, updated in place. What it gives are warnings: why the comment was not written. */
export class CommandAnswer {
  readonly #place: AnswerPlace

  constructor(place: AnswerPlace) {
    this.#place = place
  }

  /** Tells what was decided, as the job summary does. */
  async done(report: Report): Promise<readonly string[]> {
    const { name, language } = this.#place
    const warnings = (report.warnings ?? []).map(text => `⚠️ ${escapeMarkdown(text)}`)
    const late = report.failure === undefined ? [] : [lateFailureSummary(name, report.failure, language)]
    return this.#write([report.summary, ...warnings, ...late].join('\n\n'))
  }

  /** Tells that the command was not carried out, and why. */
  async failed(error: unknown): Promise<readonly string[]> {
    const { name, language } = this.#place
    return this.#write(failureSummary(name, error, language))
  }

  async #write(text: string): Promise<readonly string[]> {
    const { issues, comment } = this.#place
    try {
      // A summary's title is as large as a page's.
      await issues.upsertComment(comment.issue, answerMarker(comment.id), text.replace(/^## /, '### '))
      return []
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error
      return [`The issue was not told the result: ${error.message}. ${error.hint ?? ''}`.trim()]
    }
  }
}

/** Gives a value instead of an error that was foreseen. */
function ifForeseen<T>(value: T): (error: unknown) => T {
  return error => {
    if (error instanceof SuiteError) return value
    throw error
  }
}
