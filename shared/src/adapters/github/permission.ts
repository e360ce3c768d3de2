import { ServiceError } from '../../errors.js'
import type { Permission } from '../../ports/issue-tracker.js'

/**
 * GitHub's answer as one of our levels. `permission` knows only none, read, write and admin; `role_name` refines it
 * (maintain counts as write, triage as read there). A custom role has the level of its `permission`.
 */
export function permissionFrom(roleName: string, permission: string): Permission {
  if (roleName === 'maintain' && permission === 'write') return 'maintain'
  if (roleName === 'triage' && permission === 'read') return 'triage'
  switch (permission) {
    case 'none':
    case 'read':
    case 'write':
    case 'admin':
      return permission
    default:
      throw new ServiceError('github-answer-unexpected', 'GitHub names a permission that is not known here')
  }
}
