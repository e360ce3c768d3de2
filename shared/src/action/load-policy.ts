import type { Policy } from '../domain/policy/policy.js'
import { noPolicy, type PlacedPolicy } from '../domain/policy/placed-policy.js'
import { readPlacedPolicy } from '../domain/policy/read-placed-policy.js'
import { UserError } from '../errors.js'
import type { IssueTracker } from '../ports/issue-tracker.js'
import type { TextFiles } from '../ports/text-files.js'

/** The policy of the default branch: what an issue may do never depends on the checkout. */
export async function loadDefaultBranchPolicy(path: string, tracker: IssueTracker): Promise<PlacedPolicy> {
  return parse(path, await tracker.readDefaultBranchFile(path))
}

/** The policy in the workspace, or that of the default branch when there is no checkout. */
export async function loadWorkspacePolicy(
  path: string,
  ports: { readonly files: TextFiles; readonly issueTracker: IssueTracker | undefined }
): Promise<PlacedPolicy> {
  return parse(
    path,
    (await ports.files.read(path)) ?? (await ports.issueTracker?.readDefaultBranchFile(path))
  )
}

/**
 * The policy that counts for an event: what an issue or a comment may do never depends on the checkout, so for those it is
 * the default branch's, and without a token to read that with a `UserError` `policy-unknown`.
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
  if (!fromIssue) return (await loadWorkspacePolicy(path, ports)).policy
  if (ports.issueTracker === undefined) throw policyUnknown(path)
  return (await loadDefaultBranchPolicy(path, ports.issueTracker)).policy
}

function policyUnknown(path: string): UserError {
  return new UserError(
    'policy-unknown',
    `for an issue or a comment the policy is the ${path} of the default branch, and there is no token to read it with`,
    { hint: 'Pass github-token (its default is the token of the job), with the permission "contents: read".' }
  )
}

/** An absent policy is an empty one; a wrong one is a `UserError` `policy-invalid` with all its problems. */
async function parse(path: string, text: string | undefined): Promise<PlacedPolicy> {
  if (text === undefined) return noPolicy
  const reading = await readPlacedPolicy(path, text)
  if (reading.ok) return reading.value
  const list = reading.problems.map(({ place, message, hint }) =>
    `${place}: ${message}. ${hint ?? ''}`.trim()
  )
  throw new UserError('policy-invalid', `the policy cannot be used:\n${list.join('\n')}`, {
    problems: reading.problems,
    hint: `Correct ${path}.`
  })
}
