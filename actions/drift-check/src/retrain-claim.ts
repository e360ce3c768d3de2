import { updateRecord } from '../../../shared/src/action/record-store.js'
import { driftRequests, type DriftRequest } from '../../../shared/src/domain/records/drift-requests.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/**
 * A retraining is requested once for these, whatever the version: after it the same data may still differ from the new
 * baseline, which holds old rows too, and asking again would train the same model again, every day.
 */
export type RequestKey = Pick<DriftRequest, 'current_sha256' | 'via'>

/** The requests of one model. */
export interface RequestBook {
  readonly store: ObjectStore
  readonly modelId: string
}

const MOST_REMEMBERED = 200
/** A job that claimed a request and did not make it for so long was killed. */
const CLAIM_MINUTES = 15

/** Claims a request, so that of two jobs one makes it; answers the earlier one that stands in the way, if any. */
export async function claimRequest(
  book: RequestBook,
  request: DriftRequest
): Promise<DriftRequest | undefined> {
  const seen: { earlier: DriftRequest | undefined } = { earlier: undefined }
  await change(book, requests => {
    seen.earlier = requests.find(known => isSame(known, request) && isStanding(known, request.at))
    return seen.earlier === undefined ? [...others(requests, request), request] : undefined
  })
  return seen.earlier
}

/** Writes down that the request was made. */
export async function confirmRequest(book: RequestBook, request: DriftRequest): Promise<void> {
  await change(book, requests => [...others(requests, request), request])
}

/** Takes a claim back whose request could not be made, unless another job has it by now. */
export async function releaseRequest(book: RequestBook, request: DriftRequest): Promise<void> {
  await change(book, requests => {
    const own = requests.some(known => isSame(known, request) && known.report_id === request.report_id)
    return own ? others(requests, request) : undefined
  })
}

async function change(
  { store, modelId }: RequestBook,
  next: (requests: readonly DriftRequest[]) => readonly DriftRequest[] | undefined
): Promise<void> {
  await updateRecord(store, layout.driftRequests(modelId), {
    schema: driftRequests,
    change: current => {
      const requests = next(current?.requests ?? [])
      if (requests === undefined) return undefined
      return { schema_version: 1 as const, model_id: modelId, requests: requests.slice(-MOST_REMEMBERED) }
    }
  })
}

function isSame(one: RequestKey, other: RequestKey): boolean {
  return one.current_sha256 === other.current_sha256 && one.via === other.via
}

function others(requests: readonly DriftRequest[], request: RequestKey): DriftRequest[] {
  return requests.filter(known => !isSame(known, request))
}

function isStanding(known: DriftRequest, now: string): boolean {
  return known.status === 'made' || Date.parse(now) - Date.parse(known.at) < CLAIM_MINUTES * 60_000
}
