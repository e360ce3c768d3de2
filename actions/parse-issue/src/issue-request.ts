import type { Reading } from '../../../shared/src/domain/intake/document-node.js'
import { readIssueBody } from '../../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../../shared/src/domain/intake/source-text.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import type { PlacedPolicy } from '../../../shared/src/domain/policy/placed-policy.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../shared/src/domain/request/request-fields.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { EventIssue } from './event.js'
import { loadForm } from './load-form.js'
import type { ParseIssueCall } from './ports.js'

/** The complete request an issue asks for; its problems are placed in the issue body. */
export async function readIssueRequest(
  call: ParseIssueCall,
  issue: EventIssue,
  { policy, placeOf }: PlacedPolicy
): Promise<Reading<TrainingRequest>> {
  const body = await readIssueBody(sourceText('issue', issue.body), {
    fieldNames: requestFieldNames,
    textFields,
    loadForm: headings => loadForm(call.inputs.formTemplate, call.ports, headings)
  })
  if (!body.ok) return body
  const modelId = defaultModelId(issue.title, issue.number, body.value.title)
  return buildRequest(body.value, { policy, policyPlace: placeOf, modelId })
}
