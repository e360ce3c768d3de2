import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import type { IssueTracker, Permission } from '../../../shared/src/ports/issue-tracker.js'
import { covers, readPermission, requiredPermission } from './authority.js'
import { loadDefaultBranchPolicy } from '../../../shared/src/action/load-policy.js'
import type { Command, ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'

/** Someone whose permission is known, under the policy of the default branch. */
export interface Authorization {
  readonly tracker: IssueTracker
  readonly policy: Policy
  readonly actor: string
  readonly permission: Permission
  readonly required: Permission
  readonly allowed: boolean
}

/** Reads the sender's permission and the policy; undefined when the permission cannot be known. */
export async function authorize(
  call: ParseIssueCall,
  actor: string,
  command: Command
): Promise<Authorization | undefined> {
  const tracker = call.ports.issueTracker
  const permission = await readPermission(tracker, actor)
  if (tracker === undefined || permission === undefined) return undefined
  const policy = await loadDefaultBranchPolicy(call.inputs.config, tracker)
  const required = requiredPermission(command, policy, call.inputs.requiredPermission)
  return { tracker, policy, actor, permission, required, allowed: covers(permission, required) }
}

/** The outcome for someone whose permission is not known. */
export function permissionUnknown(
  actor: string,
  about: { command: Command; issue: number }
): ParseIssueOutcome {
  return {
    decision: 'unauthorized',
    reasonCode: 'permission-unknown',
    headline: `the permission of ${actor} could not be read; pass github-token and allow "metadata: read"`,
    ...about
  }
}

/** The outcome for someone whose permission is too low. */
export function permissionMissing(
  authorization: Authorization,
  about: { command: Command; issue: number }
): ParseIssueOutcome {
  const { actor, permission, required } = authorization
  return {
    decision: 'unauthorized',
    reasonCode: 'permission-missing',
    headline: `${actor} has the permission ${permission}; ${about.command} needs ${required}`,
    senderHasRole: covers(permission, 'triage'),
    ...about
  }
}
