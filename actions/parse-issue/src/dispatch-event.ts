import * as z from 'zod/mini'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { trainingIdOf } from '../../../shared/src/domain/request/training-id.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { loadWorkspacePolicy } from '../../../shared/src/action/load-policy.js'
import { nothingFound, readRequestAt, type Found } from './dispatched-request.js'
import type { ParseIssueOutcome, RequestedRun } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { findRecorded } from './rerun.js'
import { liveStartOf } from './run-status.js'

/** A schedule or dispatch asks for the training in a file, or for a recorded one again. */
export async function handleDispatch(call: ParseIssueCall): Promise<ParseIssueOutcome> {
  const found = await findRequest(call)
  if (!found.ok) return found.outcome
  const start = await identify(call, found)
  const isNew = (await readRecord(call.ports.store, layout.request(start.first), anyRecord)) === undefined
  const unchanged = isNew ? await unchangedBy(call, found) : undefined
  if (unchanged !== undefined && call.inputs.skipUnchanged) return nothingNew(found, unchanged)
  const outcome = await startFound(call, found, start)
  return unchanged === undefined ? outcome : { ...outcome, warnings: [sameModelAgain(found, unchanged)] }
}

const anyRecord = z.lazy(() => z.object({}))

type FoundRequest = Extract<Found, { ok: true }>

async function findRequest(call: ParseIssueCall): Promise<Found> {
  const { requestFile, rerunOf } = call.inputs
  const policy = await loadWorkspacePolicy(call.inputs.config, call.ports)
  if (rerunOf !== undefined) return findRecorded(call, rerunOf, policy)
  if (requestFile !== undefined) return readRequestAt(call, requestFile, policy)
  return nothingFound('nothing-requested', 'the event names no request', {
    message: 'neither request-file nor rerun-of is given',
    hint: 'Give the path of a request file, or the run or model to train again.'
  })
}

interface Start {
  /** The id of this workflow run's training; one that is started again after a failure has a number behind it. */
  readonly first: string
  readonly at: Date
  readonly issue: number | undefined
  readonly requestSha256: string
}

async function identify(call: ParseIssueCall, { request, origin }: FoundRequest): Promise<Start> {
  const { environment, inputs } = call
  const at = await eventTime(call)
  const issue = inputs.issueNumber ?? origin?.issue
  const requestSha256 = requestDigest(request)
  const { repository, runId = '' } = environment
  const first = trainingIdOf({ at, repository, issue, requestSha256, attempt: 1, runId })
  return { first, at, issue, requestSha256 }
}

async function unchangedBy(call: ParseIssueCall, { request, origin }: FoundRequest) {
  if (!call.inputs.skipUnchanged && origin === undefined) return undefined
  const { unchangedProduction } = await import('./unchanged.js')
  return unchangedProduction(call.ports, request)
}

function nothingNew(
  { request }: FoundRequest,
  { version, training_id: trainingId }: { readonly version: string; readonly training_id: string }
): ParseIssueOutcome {
  return {
    decision: 'ignored',
    reasonCode: 'data-unchanged',
    headline: phrase`${version} of ${request.model_id}, in production, was made by this request from the training data there are now: nothing is new`,
    command: 'train',
    trainingId,
    modelId: request.model_id
  }
}

function sameModelAgain({ request }: FoundRequest, { version }: { readonly version: string }): string {
  const place = layout.dataset(request.dataset_id, 'train')
  return `The training data are those that ${version} was made from, so the same model will come out of it again. Add the new rows to ${place} of the store first.`
}

async function startFound(
  call: ParseIssueCall,
  { request, origin }: FoundRequest,
  start: Start
): Promise<ParseIssueOutcome> {
  const { inputs, ports } = call
  const { first, issue, requestSha256 } = start
  const trainingId = await liveStartOf(ports.store, first)
  const run: RequestedRun = { trainingId, attempt: 1, request, requestSha256 }
  const record = recordOf(call, { ...start, run, rerunOf: origin?.trainingId })
  const { written } = await writeRecord(ports.store, layout.request(trainingId), record, { absent: true })
  const reasonCode = trainingId !== first ? 'run-restarted' : written ? 'request-accepted' : 'run-attached'
  const { reason, report } = inputs
  return {
    decision: 'accepted',
    reasonCode,
    headline:
      origin === undefined
        ? phrase`${trainingId} starts`
        : phrase`${trainingId} starts: the request of ${origin.trainingId} again`,
    command: 'train',
    commandArguments: reason === undefined ? {} : { reason },
    ...(issue === undefined ? {} : { issue }),
    ...(origin === undefined ? {} : { origin }),
    ...(report === undefined ? {} : { report }),
    run
  }
}

/** Creation time of the workflow run, so that a re-run finds its own training; now when it cannot be read. */
async function eventTime(call: ParseIssueCall): Promise<Date> {
  const { issueTracker, clock } = call.ports
  const { runId } = call.environment
  if (issueTracker === undefined || runId === undefined) return clock.now()
  try {
    return await issueTracker.runCreatedAt(runId)
  } catch (error) {
    if (error instanceof ServiceError) return clock.now()
    throw error
  }
}

function recordOf(
  call: ParseIssueCall,
  { run, at, issue, rerunOf }: Start & { readonly run: RequestedRun; readonly rerunOf: string | undefined }
): RequestRecord {
  const { environment, inputs } = call
  return {
    schema_version: 1,
    training_id: run.trainingId,
    model_id: run.request.model_id,
    request: run.request,
    request_sha256: run.requestSha256,
    command: 'train',
    attempt: 1,
    repository: environment.repository,
    ...(issue === undefined ? {} : { issue }),
    ...(environment.commit === undefined ? {} : { commit: environment.commit }),
    event: environment.eventName,
    ...(environment.runId === undefined ? {} : { run_id: environment.runId }),
    ...(inputs.reason === undefined ? {} : { reason: inputs.reason }),
    ...(inputs.report === undefined ? {} : { report: inputs.report }),
    ...(rerunOf === undefined ? {} : { rerun_of: rerunOf }),
    created_at: at.toISOString()
  }
}
