import type { SuiteError } from '../errors.js'
import type { Annotation, Runner } from '../ports/runner.js'
import { inertInputs, type CommonInputs, type Language } from './common-inputs.js'
import { reportFailure, reportLateFailure } from './failure.js'
import { InputReader } from './inputs.js'

/** What an action decided, ready for outputs, `result` and the job summary. */
export interface Report {
  readonly decision: string
  readonly reasonCode: string
  /** One sentence for the log and for the annotation when `fail-on` lists the decision. */
  readonly headline: string
  readonly outputs: Readonly<Record<string, string>>
  /** Additional fields of the `result` output. */
  readonly result: Readonly<Record<string, unknown>>
  readonly summary: string
  readonly warnings?: readonly string[]
  /** What is wrong in files of the repository, shown at their lines. */
  readonly annotations?: readonly Annotation[]
  /** What was asked for and failed after the decision was made: decision and outputs stand, and the step fails. */
  readonly failure?: SuiteError
}

/** One action: its inputs and its use case. */
export interface Action<I extends CommonInputs> {
  readonly name: string
  readInputs(reader: InputReader): I
  run(inputs: I, runner: Runner): Promise<Report>
}

/**
 * Runs an action and returns the exit code: 0, or 1 when `fail-on` lists the decision or something failed. One error
 * is annotated at most, beside those a report places in files.
 * Every path leaves `decision`, `reason-code`, `result` and a job summary.
 */
export async function runAction<I extends CommonInputs>(runner: Runner, action: Action<I>): Promise<0 | 1> {
  let language: Language = 'en'
  try {
    const reader = new InputReader(runner)
    const inputs = action.readInputs(reader)
    language = inputs.language
    reader.finish()
    const report = await action.run(inputs, runner)
    publish(runner, action.name, {
      ...report,
      warnings: [...inertInputs(inputs), ...(report.warnings ?? [])]
    })
    if (report.failure !== undefined) {
      reportLateFailure(runner, action.name, report.failure, language)
      return 1
    }
    if (!inputs.failOn.includes(report.decision)) return 0
    runner.annotate({ level: 'error', title: `${action.name}: ${report.decision}`, message: report.headline })
    return 1
  } catch (error) {
    reportFailure(runner, action.name, error, language)
    return 1
  }
}

function publish(runner: Runner, name: string, report: Report): void {
  for (const message of report.warnings ?? []) runner.annotate({ level: 'warning', title: name, message })
  for (const annotation of report.annotations ?? []) runner.annotate(annotation)
  for (const [output, value] of Object.entries(report.outputs)) runner.setOutput(output, value)
  runner.setOutput('decision', report.decision)
  runner.setOutput('reason-code', report.reasonCode)
  runner.setOutput('result', resultLine(name, report))
  runner.appendSummary(report.summary)
  runner.log(`${name}: ${report.decision} (${report.reasonCode}). ${report.headline}`)
}

function resultLine(name: string, report: Report): string {
  return JSON.stringify({
    schema_version: 1,
    action: name,
    decision: report.decision,
    reason_code: report.reasonCode,
    ...report.result,
    ...(report.failure !== undefined && {
      failure: { code: report.failure.code, message: report.failure.message }
    })
  })
}
