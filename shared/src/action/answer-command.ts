import type { IssueTracker } from '../ports/issue-tracker.js'
import type { Runner } from '../ports/runner.js'
import type { TextFiles } from '../ports/text-files.js'
import type { Language } from './common-inputs.js'
import type { Report } from './run-action.js'

/** Who carries out a command, and how its result can be told. */
export interface CommandCall {
  /** The action. */
  readonly name: string
  readonly language: Language
  readonly runner: Runner
  readonly files: TextFiles
  /** Undefined without a token. */
  readonly issues: IssueTracker | undefined
}

/**
 * Carries out what a comment asked for and tells the result, or why there is none, in the issue. For other events, and
 * without a token, nothing is told. Failing to tell is a warning, never a decision.
 */
export async function answerCommand(call: CommandCall, carryOut: () => Promise<Report>): Promise<Report> {
  const { runner, issues } = call
  if (runner.variable('GITHUB_EVENT_NAME') !== 'issue_comment' || issues === undefined) return carryOut()
  const { openCommandAnswer } = await import('./command-answer.js')
  const answer = await openCommandAnswer(call)
  if (answer === undefined) return carryOut()
  const report = await carryOut().catch(async (error: unknown) => {
    for (const message of await answer.failed(error))
      runner.annotate({ level: 'warning', title: call.name, message })
    throw error
  })
  return { ...report, warnings: [...(report.warnings ?? []), ...(await answer.done(report))] }
}
