import { UserError } from '../../errors.js'

const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/
const FORBIDDEN_IN_BRANCH = /\.\.|\/\/|\/\.|\.\/|\.lock(\/|$)|[./]$|^refs\/|^HEAD$/
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/
const REMOTE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const GIT_DIRECTORY = /^(\.git|git~\d+)[ .]*$/i
const CONTROL_OR_BACKSLASH = /[\u0000-\u001f\u007f\\]/
const MAX_PATH_BYTES = 4096
const MAX_SEGMENT_BYTES = 255

/** The branch name, if it is one git and a URL take without quoting; else `UserError` `branch-name-invalid`. */
export function branchName(name: string): string {
  if (BRANCH.test(name) && !FORBIDDEN_IN_BRANCH.test(name)) return name
  throw new UserError('branch-name-invalid', `${quoted(name)} is not a usable branch name`, {
    hint: 'use letters, digits, "-", "_", "." and "/", for example mlops-history'
  })
}

/** The path inside a repository, `/`-separated; else `UserError` `repository-path-invalid`. */
export function repositoryPath(path: string): string {
  const tooLong = Buffer.byteLength(path) > MAX_PATH_BYTES
  if (!tooLong && !CONTROL_OR_BACKSLASH.test(path) && path.split('/').every(isSegment)) return path
  throw new UserError('repository-path-invalid', `${quoted(path)} is not a usable path in a repository`, {
    hint: 'give a relative path of "/"-separated names without "..", ".git" or control characters'
  })
}

/** A full object id (SHA-1 or SHA-256, lower-case hexadecimal); else `UserError` `commit-id-invalid`. */
export function commitId(id: string): string {
  if (COMMIT.test(id)) return id
  throw new UserError('commit-id-invalid', `${quoted(id)} is not a full commit id`, {
    hint: 'give all 40 hexadecimal digits'
  })
}

/** The name of a configured remote; else `UserError` `remote-name-invalid`. */
export function remoteName(name: string): string {
  if (REMOTE.test(name) && !name.includes('..')) return name
  throw new UserError('remote-name-invalid', `${quoted(name)} is not the name of a remote`, {
    hint: 'give the name of a configured remote, for example origin'
  })
}

function isSegment(segment: string): boolean {
  if (segment === '' || segment === '.' || segment === '..') return false
  return Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES && !GIT_DIRECTORY.test(segment)
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
