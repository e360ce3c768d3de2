import type { CommandCall } from './command-call.js'
import type { Report } from './run-action.js'

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
