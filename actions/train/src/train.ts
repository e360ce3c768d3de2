import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingOutcome } from '../../../shared/src/ports/training-service.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { parseDurationSeconds } from '../../../shared/src/domain/request/duration.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { SuiteError } from '../../../shared/src/errors.js'
import { completedRecord } from '../../../shared/src/training/completed-record.js'
import { endedRecord } from '../../../shared/src/training/ended-record.js'
import { beginsWith, claimRun, type OwnedRun } from '../../../shared/src/training/run-claim.js'
import { attach } from './attach.js'
import { prepareDataset } from './dataset.js'
import { describeRecord } from './describe-record.js'
import { draftRecord } from './draft-record.js'
import type { TrainInputs } from './inputs.js'
import { inertLocalInputs } from './inert-inputs.js'
import { inertRequestFields } from './inert-request.js'
import { toKitJob } from './kit-job.js'
import type { TrainOutcome } from './outcome.js'
import type { TrainPorts } from './ports.js'
import { reportStatus } from './report-status.js'
import { requestStop } from './request-stop.js'
import { loadRequest } from './request.js'
import { resolveScript } from './script.js'
import { StopSwitch } from './stop-switch.js'

/** Trains the run's request once: a run that is trained, or being trained elsewhere, is attached to. */
export async function train(inputs: TrainInputs, ports: TrainPorts): Promise<TrainOutcome> {
  if (inputs.operation === 'status') return reportStatus(inputs, ports)
  if (inputs.operation === 'stop') return requestStop(inputs, ports)
  if (inputs.backend === 'sagemaker') {
    const { refuseOutsideS3 } = await import('./cloud/train-in-cloud.js')
    const refusal = refuseOutsideS3(inputs)
    if (refusal !== undefined) return refusal
  }
  const request = await loadRequest(inputs, ports.store)
  if (request.request.tuning !== undefined) return refuseTuning(request.training_id)
  const backend = inputs.backend ?? request.request.compute?.backend ?? 'local'
  if (backend === 'local') return trainLocally(inputs, ports, request)
  const { trainInCloud } = await import('./cloud/train-in-cloud.js')
  return trainInCloud({ inputs, ports, request })
}

async function trainLocally(
  inputs: TrainInputs,
  ports: TrainPorts,
  request: RequestRecord
): Promise<TrainOutcome> {
  const draft = draftRecord(request, ports)
  const next = beginsWith(draft)
  const claim = await claimRun(ports.store, ports.clock, { trainingId: draft.training_id, next })
  if (!claim.owned) return attach(inputs, ports, claim.record ?? draft)
  const outcome = await runOwned(claim.run, { inputs, ports, request, draft })
  const inert = [...inertLocalInputs(inputs), ...inertRequestFields(request.request)]
  return { ...outcome, warnings: [...outcome.warnings, ...inert] }
}

interface Work {
  readonly inputs: TrainInputs
  readonly ports: TrainPorts
  readonly request: RequestRecord
  readonly draft: TrainingRecord
}

async function runOwned(run: OwnedRun, work: Work): Promise<TrainOutcome> {
  const { inputs, ports } = work
  const stop = new StopSwitch(ports.cancelled, inputs.waitTimeoutSeconds)
  const endBeat = run.beat(() => stop.press('stop-requested'), ports.heartbeatMilliseconds)
  try {
    const { record, hint } = await trainSomewhere(stop, work).catch((error: unknown) =>
      failedBy(error, stop, work)
    )
    await endBeat()
    return describeRecord(await run.finish(record), ports.clock.now(), { hint })
  } finally {
    await endBeat()
    stop.release()
  }
}

async function trainSomewhere(stop: StopSwitch, work: Work): Promise<Ended> {
  const directory = await mkdtemp(join(work.ports.temporaryDirectory, 'mlops-'))
  try {
    return await trainInto(directory, stop, work)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

interface Ended {
  readonly record: TrainingRecord
  readonly hint: string | undefined
}

async function trainInto(directory: string, stop: StopSwitch, work: Work): Promise<Ended> {
  const { inputs, ports, request, draft } = work
  const dataset = await prepareDataset(ports.store, request.request.dataset_id, directory)
  const archivePath = join(directory, 'model.tar.gz')
  const job = {
    kitJob: toKitJob(request, dataset.description),
    trainDirectory: dataset.trainDirectory,
    script: await resolveScript(request.request.algorithm, inputs, ports.workspace),
    maxRuntimeSeconds: maxRuntimeSeconds(request),
    archivePath
  }
  const outcome = await ports.local.train(job, { line: ports.line, signal: stop.signal })
  if (outcome.status !== 'completed') return endedBy(outcome, stop, work)
  const key = layout.modelArchive(draft.training_id)
  // The archive is whole in the store before the record names it.
  const { sha256, sizeBytes } = await ports.store.upload(archivePath, key)
  const artifact = { uri: ports.store.uri(key), sha256, size_bytes: sizeBytes }
  const ended = endedRecord(draft, ports.clock, { status: 'completed', code: 'trained' })
  const datasetSha256 = dataset.sha256
  return {
    record: await completedRecord({ draft: ended, artifact, datasetSha256, archivePath }),
    hint: undefined
  }
}

const CANCELLED = 'The workflow was cancelled while data was on its way.'

/** What the service, which knows only that it was to stop, cannot say. */
const stopMessages: ReadonlyMap<string, string> = new Map([
  ['wait-timeout', 'The wait-timeout was reached, and a local training cannot outlive its job.'],
  ['stop-requested', 'Another job asked to stop the training.']
])

function endedBy(
  outcome: Exclude<TrainingOutcome, { status: 'completed' }>,
  stop: StopSwitch,
  { draft, ports }: Work
): Ended {
  if (outcome.status === 'failed') {
    const { code, message, hint } = outcome
    return { record: endedRecord(draft, ports.clock, { status: 'failed', code, message }), hint }
  }
  const code = outcome.code === 'cancelled' ? stop.reason : outcome.code
  const message = stopMessages.get(code) ?? outcome.message
  return { record: endedRecord(draft, ports.clock, { status: 'stopped', code, message }), hint: undefined }
}

/** A foreseen error ends the run with its code; anything else is a defect that also must not leave the run "running". */
function failedBy(error: unknown, stop: StopSwitch, work: Work): Ended {
  const { draft, ports } = work
  if (error instanceof SuiteError && error.code === 'store-cancelled' && stop.signal.aborted) {
    return endedBy({ status: 'stopped', code: 'cancelled', message: CANCELLED }, stop, work)
  }
  const [code, message, hint] =
    error instanceof SuiteError
      ? [error.code, error.message, error.hint]
      : [
          'internal',
          error instanceof Error ? error.message : String(error),
          'This is a defect of the action: please report it.'
        ]
  return { record: endedRecord(draft, ports.clock, { status: 'failed', code, message }), hint }
}

function maxRuntimeSeconds(request: RequestRecord): number | undefined {
  const text = request.request.compute?.max_runtime
  return text === undefined ? undefined : parseDurationSeconds(text)
}

/** A model that was asked to be tuned and was not would look like one that was. */
function refuseTuning(trainingId: string): TrainOutcome {
  const message = 'This release does not tune hyperparameters.'
  const hint = 'Leave tuning out of the request and name the hyperparameters.'
  const reasonCode = 'tuning-unavailable'
  return { decision: 'refused', reasonCode, message, hint, record: undefined, trainingId, warnings: [] }
}
