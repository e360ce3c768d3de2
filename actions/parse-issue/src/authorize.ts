import type { PlacedPolicy } from '../../../shared/src/domain/policy/placed-policy.js'
import { loadDefaultBranchPolicy } from '../../../shared/src/action/load-policy.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { Permission } from '../../../shared/src/ports/issue-tracker.js'
import { covers, readPermission, requiredPermission } from './authority.js'
import type { Command, ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'

/** Someone whose permission is known, under the policy of the default branch. */
export interface Authorization extends PlacedPolicy {
  readonly actor: string
  readonly permission: Permission
  readonly required: Permission
  readonly allowed: boolean
}

/** An authorization, or why the permission cannot be known. */
export type Authority =
  ({ readonly known: true } & Authorization) | { readonly known: false; readonly why: string }

/** Reads the sender's permission and the policy, both as they are now. */
export async function authorize(call: ParseIssueCall, actor: string, command: Command): Promise<Authority> {
  const tracker = call.ports.issueTracker
  const reading = await readPermission(tracker, actor)
  if (tracker === undefined || !reading.known) return { known: false, why: reading.known ? '' : reading.why }
  const { permission } = reading
  const { policy, placeOf } = await loadDefaultBranchPolicy(call.inputs.config, tracker)
  const required = requiredPermission(command, policy, call.inputs.requiredPermission)
  const allowed = covers(permission, required)
  return { known: true, policy, placeOf, actor, permission, required, allowed }
}

interface About {
  readonly command: Command
  readonly issue: number
}

/** The outcome for someone whose permission is not known; nothing is started on a guess. */
export function permissionUnknown(actor: string, why: string, about: About): ParseIssueOutcome {
  return {
    decision: 'unauthorized',
    reasonCode: 'permission-unknown',
    headline: phrase`the permission of ${actor} could not be read: ${why}`,
    ...about
  }
}

/** The outcome for someone whose permission is too low. */
export function permissionMissing(authorization: Authorization, about: About): ParseIssueOutcome {
  const { actor, permission, required } = authorization
  const missing = phrase`${actor} has the permission ${permission}; ${about.command} needs ${required}`
  return {
    decision: 'unauthorized',
    reasonCode: 'permission-missing',
    headline: actor.endsWith('[bot]')
      ? phrase`${missing}; a GitHub App has no role here, so a person must approve`
      : missing,
    senderHasRole: covers(permission, 'triage'),
    ...about
  }
}
