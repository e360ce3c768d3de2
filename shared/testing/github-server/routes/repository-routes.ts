import { ok, reading, refuse, type RouteTable } from '../api.js'
import { repository, user } from '../representations.js'

/** The repository itself and who may do what in it. */
export const repositoryRoutes: RouteTable = {
  'GET ': reading('metadata', (_request, state) => ok(repository(state))),
  'GET /collaborators/{username}/permission': reading('metadata', ({ parameters }, state) => {
    const login = parameters['username'] ?? ''
    const collaborator = state.collaborators.get(login)
    if (collaborator === undefined) return refuse(404, `${login} is not a user`)
    const { permission, roleName } = collaborator
    const shown = { ...user(state, login), role_name: roleName, permissions: flags(permission) }
    return ok({ permission, role_name: roleName, user: shown })
  })
}

function flags(permission: string): Record<string, boolean> {
  const level = ['none', 'read', 'write', 'admin'].indexOf(permission)
  return { admin: level >= 3, maintain: level >= 3, push: level >= 2, triage: level >= 2, pull: level >= 1 }
}
