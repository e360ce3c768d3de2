import { ServiceError } from '../../../shared/src/errors.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import type { IssueTracker, Permission } from '../../../shared/src/ports/issue-tracker.js'
import type { Command } from './outcome.js'

const order: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin']

/** A permission as GitHub says now, or why nobody can say. */
export type PermissionReading =
  { readonly known: true; readonly permission: Permission } | { readonly known: false; readonly why: string }

/** The sender's permission, read from the API now; without a token, or when GitHub does not tell, it is not known. */
export async function readPermission(
  tracker: IssueTracker | undefined,
  login: string
): Promise<PermissionReading> {
  if (tracker === undefined) return { known: false, why: 'there is no token; pass github-token' }
  try {
    return { known: true, permission: await tracker.permissionOf(login) }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { known: false, why: [error.message, error.hint].filter(text => text !== undefined).join('; ') }
  }
}

/** Whether a permission covers the required one. */
export function covers(permission: Permission, required: Permission): boolean {
  return order.indexOf(permission) >= order.indexOf(required)
}

/**
 * The permission a command needs: the policy's (train: write, approve and rollback: maintain), and for starting and
 * stopping trainings at least the `required-permission` input.
 */
export function requiredPermission(command: Command, policy: Policy, input: Permission): Permission {
  const { train = 'write', approve = 'maintain', rollback = 'maintain' } = policy.permissions ?? {}
  switch (command) {
    case 'train':
    case 'retrain':
    case 'cancel':
      return stricter(train, input)
    case 'approve':
    case 'reject':
      return approve
    case 'rollback':
      return rollback
    case 'status':
    case 'help':
      return 'read'
  }
}

function stricter(a: Permission, b: Permission): Permission {
  return covers(a, b) ? a : b
}
