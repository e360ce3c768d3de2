import { readIssueBody } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import type { Policy } from '../../../src/domain/policy/policy.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFields, textFields } from '../../../src/domain/request/request-fields.js'

/** How the body of an issue is read. */
export const bodyOptions = { fieldNames: Object.keys(requestFields), textFields }

/** The fields without which there is no request. */
export const needed = 'algorithm: random_forest\ndataset_id: d1\n'

/** The request of a body as JSON, or its problems, each as `place message | hint`. */
export async function build(text: string, policy: Policy = {}): Promise<unknown> {
  const body = await readIssueBody(sourceText('issue', text), bodyOptions)
  const reading = body.ok ? await buildRequest(body.value, { policy, modelId: 'from-title' }) : body
  if (!reading.ok)
    return reading.problems.map(({ place, message, hint }) => `${place} ${message} | ${hint ?? ''}`)
  return JSON.parse(JSON.stringify(reading.value))
}
