import type { Policy } from '../domain/policy/policy.js'
import { readPolicy } from '../domain/policy/read-policy.js'
import { UserError } from '../errors.js'
import type { IssueTracker } from '../ports/issue-tracker.js'
import type { TextFiles } from '../ports/text-files.js'

/** The policy of the default branch: what an issue may do never depends on the checkout. */
export async function loadDefaultBranchPolicy(path: string, tracker: IssueTracker): Promise<Policy> {
  return parse(path, await tracker.readDefaultBranchFile(path))
}

/** The policy in the workspace, or that of the default branch when there is no checkout. */
export async function loadWorkspacePolicy(
  path: string,
  ports: { readonly files: TextFiles; readonly issueTracker: IssueTracker | undefined }
): Promise<Policy> {
  return parse(
    path,
    (await ports.files.read(path)) ?? (await ports.issueTracker?.readDefaultBranchFile(path))
  )
}

/**
 * The policy that counts for an event: what an issue or a comment may do never depends on the checkout, so for those it is
 * the default branch's.
 */
export async function loadPolicyFor(
  path: string,
  ports: {
    readonly event: string | undefined
    readonly files: TextFiles
    readonly issueTracker: IssueTracker | undefined
  }
): Promise<Policy> {
  const fromIssue = ports.event === 'issues' || ports.event === 'issue_comment'
  if (fromIssue && ports.issueTracker !== undefined) return loadDefaultBranchPolicy(path, ports.issueTracker)
  return loadWorkspacePolicy(path, ports)
}

/** An absent policy is an empty one; a wrong one is a `UserError` `policy-invalid` with all its problems. */
async function parse(path: string, text: string | undefined): Promise<Policy> {
  if (text === undefined) return {}
  const reading = await readPolicy(path, text)
  if (reading.ok) return reading.value
  const list = reading.problems.map(({ place, message, hint }) =>
    `${place}: ${message}. ${hint ?? ''}`.trim()
  )
  throw new UserError('policy-invalid', `the policy cannot be used:\n${list.join('\n')}`, {
    problems: reading.problems,
    hint: `Correct ${path}.`
  })
}
