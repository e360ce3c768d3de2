import * as z from 'zod/mini'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { readRequestFile } from '../../../shared/src/domain/intake/issue-body.js'
import { sourceText, type Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import { modelIdFrom } from '../../../shared/src/domain/intake/title.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { buildRequest, combineRequest } from '../../../shared/src/domain/request/build-request.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { requestFieldNames, textFields } from '../../../shared/src/domain/request/request-fields.js'
import { trainingIdOf } from '../../../shared/src/domain/request/training-id.js'
import { trainingRequest, type TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { invalidRequest } from './label-event.js'
import { loadWorkspacePolicy } from '../../../shared/src/action/load-policy.js'
import type { ParseIssueOutcome, ReasonCode } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { liveStartOf } from './run-status.js'

type Found =
  | { readonly ok: true; readonly request: TrainingRequest; readonly rerunOf?: string }
  | { readonly ok: false; readonly outcome: ParseIssueOutcome }

/** A schedule or dispatch asks for the training in a file, or for a recorded one again. */
export async function handleDispatch(call: ParseIssueCall): Promise<ParseIssueOutcome> {
  const { requestFile, rerunOf } = call.inputs
  const policy = await loadWorkspacePolicy(call.inputs.config, call.ports)
  if (rerunOf !== undefined) return startFound(call, await findRecorded(call, rerunOf, policy))
  if (requestFile !== undefined) return startFound(call, await readFile(call, requestFile, policy))
  return invalid('nothing-requested', 'the event names no request', {
    message: 'neither request-file nor rerun-of is given',
    hint: 'Give the path of a request file, or the run or model to train again.'
  })
}

function invalid(
  reasonCode: ReasonCode,
  headline: string,
  problem: { readonly message: string; readonly hint: string }
): ParseIssueOutcome {
  const problems: Diagnostic[] = [{ place: 'inputs', ...problem }]
  return { decision: 'invalid', reasonCode, headline, command: 'train', problems }
}

async function readFile(call: ParseIssueCall, path: string, policy: Policy): Promise<Found> {
  const { files, issueTracker } = call.ports
  const text = (await files.read(path)) ?? (await issueTracker?.readDefaultBranchFile(path))
  if (text === undefined) {
    const hint = 'Check the path; it starts at the root of the repository.'
    const problem = { message: `there is no ${path}`, hint }
    return { ok: false, outcome: invalid('request-file-missing', 'the request file does not exist', problem) }
  }
  const document = await readRequestFile(sourceText(path, text), {
    fieldNames: requestFieldNames,
    textFields
  })
  const modelId = modelIdFrom(path.replace(/^.*\//, '').replace(/\.[a-z]+$/i, '')) ?? 'model'
  const reading = document.ok ? buildRequest(document.value, { policy, modelId }) : document
  if (reading.ok) return { ok: true, request: reading.value }
  return { ok: false, outcome: invalidRequest(reading.problems, { command: 'train' }) }
}

async function findRecorded(call: ParseIssueCall, name: string, policy: Policy): Promise<Found> {
  const { store } = call.ports
  const trainingId = name.startsWith('train-') ? name : await productionRunOf(call, name)
  const record = trainingId === undefined ? undefined : await recordedRequest(store, trainingId)
  if (record === undefined) {
    const hint = 'Give a training id or model id of this store.'
    const problem = { message: `nothing is recorded of "${name}"`, hint }
    return { ok: false, outcome: invalid('rerun-unknown', 'there is no request to run again', problem) }
  }
  const { request, model_id: modelId } = record.value
  const combined = combineRequest({}, { policy, modelId, base: request })
  if (combined.ok) return { ok: true, request: combined.value, rerunOf: name }
  const problems = combined.faults.map(({ path, ...explanation }) => ({
    place: `request ${path.map(String).join('.')}`,
    ...explanation
  }))
  return { ok: false, outcome: invalidRequest(problems, { command: 'train' }) }
}

// Only the request itself: the other fields of the record tell of a run that is over.
const recorded = z.lazy(() => z.object({ model_id: z.string(), request: trainingRequest }))

async function recordedRequest(store: ObjectStore, trainingId: string) {
  return readRecord(store, layout.request(trainingId), recorded)
}

const registryRuns = z.lazy(() =>
  z.object({
    production: z.nullish(z.string()),
    versions: z.array(z.object({ version: z.string(), training_id: z.string() }))
  })
)

/** The run of a model's production version, else of its newest version. */
async function productionRunOf(call: ParseIssueCall, modelId: string): Promise<string | undefined> {
  const registry = (await readRecord(call.ports.store, layout.registry(modelId), registryRuns))?.value
  const inProduction = registry?.versions.find(({ version }) => version === registry.production)
  return (inProduction ?? registry?.versions.at(-1))?.training_id
}

async function startFound(call: ParseIssueCall, found: Found): Promise<ParseIssueOutcome> {
  if (!found.ok) return found.outcome
  const { environment, inputs, ports } = call
  const { request } = found
  const requestSha256 = requestDigest(request)
  const at = await eventTime(call)
  const first = trainingIdOf({
    at,
    repository: environment.repository,
    issue: inputs.issueNumber,
    requestSha256,
    attempt: 1,
    runId: environment.runId ?? ''
  })
  const trainingId = await liveStartOf(ports.store, first)
  const record = recordOf(call, { ...found, trainingId, requestSha256, at })
  const { written } = await writeRecord(ports.store, layout.request(trainingId), record, { absent: true })
  const reasonCode = trainingId !== first ? 'run-restarted' : written ? 'request-accepted' : 'run-attached'
  return {
    decision: 'accepted',
    reasonCode,
    headline: `${trainingId} starts`,
    command: 'train',
    commandArguments: inputs.reason === undefined ? {} : { reason: inputs.reason },
    ...(inputs.issueNumber === undefined ? {} : { issue: inputs.issueNumber }),
    run: { trainingId, attempt: 1, request, requestSha256 }
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
  run: {
    readonly request: TrainingRequest
    readonly rerunOf?: string
    readonly trainingId: string
    readonly requestSha256: string
    readonly at: Date
  }
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
    ...(inputs.issueNumber === undefined ? {} : { issue: inputs.issueNumber }),
    ...(environment.commit === undefined ? {} : { commit: environment.commit }),
    event: environment.eventName,
    ...(environment.runId === undefined ? {} : { run_id: environment.runId }),
    ...(inputs.reason === undefined ? {} : { reason: inputs.reason }),
    ...(run.rerunOf === undefined ? {} : { rerun_of: run.rerunOf }),
    created_at: run.at.toISOString()
  }
}
