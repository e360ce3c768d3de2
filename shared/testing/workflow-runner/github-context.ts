import { execFileSync } from 'node:child_process'
import type { WorkflowRunOptions } from './run-options.js'

const NO_COMMIT = '0'.repeat(40)

/** The texts of the `github` context that do not depend on the job: from overrides, the payload, then defaults. */
export function githubContext(options: WorkflowRunOptions, workflowName: string): Map<string, string> {
  const { payload, name } = options.event
  const given = options.github ?? {}
  const repository = given['repository'] ?? text(payload, 'repository', 'full_name') ?? 'local/repository'
  const ref = given['ref'] ?? pushed(name, payload, 'ref') ?? `refs/heads/${defaultBranch(payload)}`
  const sha = given['sha'] ?? pushed(name, payload, 'after') ?? headCommit(options.repositoryRoot)
  const actor = given['actor'] ?? text(payload, 'sender', 'login') ?? 'local'
  const api = given['api_url'] ?? 'https://api.github.com'
  const server = given['server_url'] ?? 'https://github.com'
  return new Map(
    Object.entries({
      ...refTexts(ref),
      actor,
      actor_id: text(payload, 'sender', 'id') ?? '1',
      triggering_actor: actor,
      api_url: api,
      graphql_url: `${api}/graphql`,
      server_url: server,
      base_ref: '',
      head_ref: '',
      event_name: name,
      ref,
      ref_protected: 'false',
      repository,
      repository_id: text(payload, 'repository', 'id') ?? '1',
      repository_owner: repository.split('/')[0] ?? '',
      repository_owner_id: text(payload, 'repository', 'owner', 'id') ?? '1',
      repositoryUrl: `git://${new URL(server).host}/${repository}.git`,
      retention_days: '90',
      run_attempt: '1',
      run_id: '1',
      run_number: '1',
      secret_source: 'Actions',
      sha,
      workflow: workflowName,
      workflow_ref: `${repository}/${options.file}@${ref}`,
      workflow_sha: sha,
      ...given
    })
  )
}

/** The branch a repository's payload names as its default, else `main`. */
export function defaultBranch(payload: Readonly<Record<string, unknown>>): string {
  return text(payload, 'repository', 'default_branch') ?? 'main'
}

function refTexts(ref: string): Record<string, string> {
  return {
    ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  }
}

function pushed(event: string, payload: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return event === 'push' ? text(payload, key) : undefined
}

function text(value: unknown, ...path: readonly string[]): string | undefined {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, unknown>)[key]
  }
  return typeof current === 'string' || typeof current === 'number' ? String(current) : undefined
}

function headCommit(directory: string): string {
  try {
    const head = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore']
    })
    return head.toString().trim()
  } catch {
    return NO_COMMIT
  }
}
