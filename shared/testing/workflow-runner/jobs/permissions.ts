import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { entries, literalText } from '../parsing/tokens.js'

/** What a job's token may do in one scope. */
export type PermissionLevel = 'none' | 'read' | 'write'

/** A job token's permissions by scope, every scope listed. */
export type Permissions = Readonly<Record<string, PermissionLevel>>

const SCOPES = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'code-quality',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses'
] as const

/** The permissions of repositories made since 2023 when a workflow has no `permissions` key. */
export const RESTRICTED_PERMISSIONS: Permissions = permissions({ contents: 'read', packages: 'read' })

/** A `permissions` key, which sets every scope it does not list to none; undefined when there is no key. */
export function readPermissions(token: TemplateToken | undefined): Permissions | undefined {
  if (token === undefined) return undefined
  const shorthand = literalText(token)
  if (shorthand === 'read-all') return everyScope('read')
  if (shorthand === 'write-all') return everyScope('write')
  return permissions(
    Object.fromEntries(entries(token).map(entry => [entry.key, level(literalText(entry.value))]))
  )
}

function permissions(given: Permissions): Permissions {
  return Object.freeze({ ...everyScope('none'), ...given, metadata: 'read' as const })
}

function everyScope(level: PermissionLevel): Permissions {
  const scopes: Record<string, PermissionLevel> = {}
  for (const scope of SCOPES) scopes[scope] = level
  if (level === 'read') scopes['id-token'] = 'none'
  return Object.freeze({ ...scopes, metadata: 'read' as const })
}

function level(text: string | undefined): PermissionLevel {
  return text === 'read' || text === 'write' ? text : 'none'
}
