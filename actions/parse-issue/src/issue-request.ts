import type { Reading } from '../../../shared/src/domain/intake/document-node.js'
import { readIssueBody } from '../../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../../shared/src/domain/intake/source-text.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
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
  policy: Policy
): Promise<Reading<TrainingRequest>> {
  const body = await readIssueBody(sourceText('issue', issue.body), {
    fieldNames: requestFieldNames,
    textFields,
    loadForm: () => loadForm(call.inputs.formTemplate, call.ports)
  })
  if (!body.ok) return body
  return buildRequest(body.value, { policy, modelId: defaultModelId(issue.title, issue.number) })
}
