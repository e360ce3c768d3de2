import { SuiteError } from '../../../shared/src/errors.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'

interface Commented {
  readonly url: string | undefined
  readonly warnings: readonly string[]
}

const MAX_COMMENT = 60_000

/** Posts the report on the issue, once per run and updated in place. Failing to is a warning, never a decision. */
export async function commentRun(
  issues: IssueTracker | undefined,
  what: { issue: number | undefined; trainingId: string; report: string }
): Promise<Commented> {
  if (what.issue === undefined) return { url: undefined, warnings: [] }
  if (issues === undefined)
    return { url: undefined, warnings: ['There is no github-token, so the issue was not commented.'] }
  try {
    const comment = await issues.upsertComment(
      what.issue,
      `mlops:run:${what.trainingId}`,
      shortened(what.report)
    )
    return { url: comment.url, warnings: [] }
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error
    return {
      url: undefined,
      warnings: [`The issue was not commented: ${error.message}. ${error.hint ?? ''}`.trim()]
    }
  }
}

/** Cut between lines, so that nothing is left open that the last words would be part of. */
function shortened(report: string): string {
  if (report.length <= MAX_COMMENT) return report
  const whole = report.slice(0, report.lastIndexOf('\n', MAX_COMMENT))
  return `${whole}\n\n… (the whole report is on the history branch)`
}
