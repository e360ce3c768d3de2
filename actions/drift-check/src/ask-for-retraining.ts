import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { SuiteError } from '../../../shared/src/errors.js'
import { driftIssue } from './drift-issue.js'
import type { DriftMessages } from './drift-messages.js'
import { headlineOf } from './headline.js'
import type { DriftInputs } from './inputs.js'
import type { DriftPorts } from './ports.js'
import { requestRetraining, type Retraining, type Wish } from './request-retraining.js'
import type { Subject } from './subject.js'

/** A verdict, and what the inputs want done about it. */
export interface Asking {
  readonly inputs: DriftInputs
  readonly subject: Subject
  readonly report: DriftReport
  /** Address of report.json. */
  readonly uri: string
  readonly messages: DriftMessages
  /** Columns in which nearly every value is different. */
  readonly identifiers: ReadonlySet<string>
}

/** What became of it; with a failure the verdict stands, and the step fails after it is published. */
export interface Asked {
  readonly retraining: Retraining
  readonly failure: SuiteError | undefined
}

/** Asks for retraining where the verdict is `retrain` and `on-retrain` wants it. */
export async function askForRetraining(asking: Asking, ports: DriftPorts): Promise<Asked> {
  const wish = wishOf(asking, ports)
  const { issueTracker } = ports
  if (wish === undefined || issueTracker === undefined)
    return { retraining: { kind: 'none' }, failure: undefined }
  try {
    return { retraining: await requestRetraining(wish, { ...ports, issueTracker }), failure: undefined }
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error
    return { retraining: { kind: 'failed' }, failure: error }
  }
}

function wishOf(
  { inputs, subject, report, uri, messages, identifiers }: Asking,
  ports: DriftPorts
): Wish | undefined {
  const { onRetrain, retrainWorkflow: workflow } = inputs
  const { modelId } = subject
  if (report.severity !== 'retrain' || modelId === undefined) return undefined
  const wish = { report, modelId, uri, reason: headlineOf(report, messages, identifiers) }
  if (onRetrain === 'dispatch' && workflow !== undefined)
    return { ...wish, how: { via: 'dispatch', workflow } }
  if (onRetrain !== 'issue') return undefined
  const facts = {
    report,
    modelId,
    uri,
    identifiers,
    runUrl: ports.runUrl,
    trainingId: subject.version?.training_id
  }
  return { ...wish, how: { via: 'issue', draft: () => driftIssue(facts, ports.store, messages) } }
}
