import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import type { DriftRequest } from '../../../shared/src/domain/records/drift-requests.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { IssueDraft, IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { claimRequest, confirmRequest, releaseRequest } from './retrain-claim.js'

/** What became of the wish to retrain. */
export type Retraining =
  /** Nothing was to be asked for. */
  | { readonly kind: 'none' }
  | { readonly kind: 'requested'; readonly via: DriftRequest['via']; readonly target: string }
  /** It was asked for before, for the same data. */
  | { readonly kind: 'requested-before'; readonly at: string; readonly target: string }
  | { readonly kind: 'failed' }

/** A retraining to ask for. */
export interface Wish {
  readonly report: DriftReport
  readonly modelId: string
  /** Address of report.json. */
  readonly uri: string
  /** Why, in one sentence. */
  readonly reason: string
  readonly how:
    | { readonly via: 'dispatch'; readonly workflow: string }
    | { readonly via: 'issue'; readonly draft: () => Promise<IssueDraft> }
}

export interface RetrainingPorts {
  readonly store: ObjectStore
  readonly issueTracker: IssueTracker
  readonly clock: Clock
}

const LONGEST_REASON = 500

/** Asks for retraining, once for the same current data; a request that fails leaves no trace and throws. */
export async function requestRetraining(wish: Wish, ports: RetrainingPorts): Promise<Retraining> {
  const { report, modelId, how } = wish
  const book = { store: ports.store, modelId }
  const now = () => ports.clock.now().toISOString()
  const claim: DriftRequest = {
    version: report.version,
    current_sha256: report.current.sha256,
    report_id: report.report_id,
    via: how.via,
    status: 'claimed',
    at: now(),
    target: how.via === 'dispatch' ? how.workflow : ''
  }
  const earlier = await claimRequest(book, claim)
  if (earlier !== undefined) return { kind: 'requested-before', at: earlier.at, target: earlier.target }
  const target = await make(wish, ports.issueTracker).catch(async (error: unknown) => {
    // What GitHub said is told; a claim that stays behind ends by itself.
    await releaseRequest(book, claim).catch(() => undefined)
    throw error
  })
  await confirmRequest(book, { ...claim, status: 'made', at: now(), target })
  return { kind: 'requested', via: how.via, target }
}

/** The workflow that was started, or the address of the issue. */
async function make({ modelId, uri, reason, how }: Wish, tracker: IssueTracker): Promise<string> {
  if (how.via === 'issue') return (await tracker.upsertIssue(`drift/${modelId}`, await how.draft())).url
  await tracker.dispatchWorkflow(how.workflow, {
    'model-id': modelId,
    reason: oneLine(reason),
    report: uri
  })
  return how.workflow
}

function oneLine(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return line.length <= LONGEST_REASON ? line : `${line.slice(0, LONGEST_REASON - 1)}…`
}
