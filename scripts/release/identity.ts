import { UserError } from '../../shared/src/errors.js'
import { git } from './git.js'

const IDENTITY = /^(.*) <([^<>]*)> \d+ [+-]\d{4}$/

/** Who commits in a repository, as variables for git; nobody configured: `UserError` `identity-missing`. */
export function committer(repository: string): Readonly<Record<string, string>> {
  const [, name, email] = IDENTITY.exec(identity(repository)) ?? []
  if (name === undefined || email === undefined) throw missing()
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email
  }
}

function identity(repository: string): string {
  try {
    return git(repository, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'])
  } catch (cause) {
    throw missing(cause)
  }
}

function missing(cause?: unknown): UserError {
  return new UserError('identity-missing', 'git does not know who makes this release', {
    hint: 'Set user.name and user.email with git config.',
    cause
  })
}
