import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { requireRecord } from '../../../shared/src/action/record-store.js'
import { requestRecord, type RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { TrainInputs } from './inputs.js'

/** The run's request.json, or the `request` input in its place. */
export async function loadRequest(inputs: TrainInputs, store: ObjectStore): Promise<RequestRecord> {
  const { trainingId } = inputs
  const recorded = await requireRecord(store, layout.request(trainingId), {
    schema: requestRecord,
    hint: 'Run parse-issue first, with the same store, and pass its training-id output.'
  })
  if (inputs.request === undefined) return recorded
  const request = parseRequest(inputs.request)
  return { ...recorded, request, request_sha256: requestDigest(request) }
}

function parseRequest(text: string): RequestRecord['request'] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw invalid('it is not JSON')
  }
  const parsed = trainingRequest.safeParse(json)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues
      .map(issue => `${issue.path.map(String).join('.') || 'request'} ${issue.message}`)
      .join('; ')
  )
}

function invalid(why: string): UserError {
  return new UserError('request-invalid', `the input request is not a complete training request: ${why}`, {
    hint: 'Pass the request output of parse-issue.'
  })
}
