import type { PlacedPolicy } from '../../../shared/src/domain/policy/placed-policy.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../shared/src/domain/request/request-fields.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { readRequestFile } from '../../../shared/src/domain/intake/issue-body.js'
import { explained, sourceText, type Explanation } from '../../../shared/src/domain/intake/source-text.js'
import { phrase, type Wording } from '../../../shared/src/domain/text/phrase.js'
import { modelIdFrom, modelIdInTitles } from '../../../shared/src/domain/intake/title.js'
import { invalidRequest } from './invalid-request.js'
import type { ParseIssueOutcome, ReasonCode } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import type { RerunOrigin } from './rerun-origin.js'

/** The request of a schedule or dispatch, or why there is none. */
export type Found =
  | {
      readonly ok: true
      readonly request: TrainingRequest
      /** For a request that was run before. */
      readonly origin?: RerunOrigin
    }
  | { readonly ok: false; readonly outcome: ParseIssueOutcome }

/** An outcome that starts nothing, for a wrong use of the inputs. */
export function nothingFound(
  reasonCode: ReasonCode,
  headline: Wording,
  problem: Explanation
): Extract<Found, { ok: false }> {
  const problems = [explained('inputs', problem)]
  return { ok: false, outcome: { decision: 'invalid', reasonCode, headline, command: 'train', problems } }
}

/** The request in a file of the workspace or of the default branch. */
export async function readRequestAt(
  call: ParseIssueCall,
  path: string,
  { policy, placeOf }: PlacedPolicy
): Promise<Found> {
  const { files, issueTracker } = call.ports
  const text = (await files.read(path)) ?? (await issueTracker?.readDefaultBranchFile(path))
  if (text === undefined) {
    const hint = 'Check the path; it starts at the root of the repository.'
    const problem = { message: phrase`there is no ${path}`, hint }
    return nothingFound('request-file-missing', 'the request file does not exist', problem)
  }
  const document = await readRequestFile(sourceText(path, text), {
    fieldNames: requestFieldNames,
    textFields
  })
  const fileName = path.replace(/^.*\//, '').replace(/\.[a-z]+$/i, '')
  const title = document.ok ? document.value.title : undefined
  const modelId = modelIdInTitles([title]) ?? modelIdFrom(fileName) ?? 'model'
  const reading = document.ok
    ? await buildRequest(document.value, { policy, policyPlace: placeOf, modelId })
    : document
  if (reading.ok) return { ok: true, request: reading.value }
  return { ok: false, outcome: invalidRequest(reading.problems, { command: 'train' }) }
}
