import { createHash } from 'node:crypto'
import type { CommitInfo } from './bare-repository.js'
import type {
  GitHubState,
  StoredComment,
  StoredIssue,
  StoredLabel,
  StoredReaction,
  StoredRun
} from './github-state.js'
import { ACTIONS_BOT } from './tokens.js'

type Json = Readonly<Record<string, unknown>>

/** A user or bot as GitHub's API shows it. */
export function user(state: GitHubState, login: string): Json {
  const isBot = login.endsWith('[bot]')
  const api = `${state.url}/users/${encodeURIComponent(login)}`
  const page = isBot ? `apps/${login.slice(0, -'[bot]'.length)}` : login
  return {
    login,
    id: userId(login),
    node_id: nodeId('U', userId(login)),
    avatar_url: `${state.url}/avatars/${userId(login)}`,
    gravatar_id: '',
    url: api,
    html_url: `${state.url}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: isBot ? 'Bot' : 'User',
    user_view_type: 'public',
    site_admin: false
  }
}

export function label(state: GitHubState, { id, name, color }: StoredLabel): Json {
  const url = `${state.apiUrl}/labels/${encodeURIComponent(name)}`
  return { id, node_id: nodeId('LA', id), url, name, color, default: false, description: null }
}

export function issue(state: GitHubState, stored: StoredIssue): Json {
  const api = `${state.apiUrl}/issues/${stored.number}`
  return {
    url: api,
    repository_url: state.apiUrl,
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: `${state.htmlUrl}/issues/${stored.number}`,
    timeline_url: `${api}/timeline`,
    id: stored.id,
    node_id: nodeId('I', stored.id),
    number: stored.number,
    title: stored.title,
    user: user(state, stored.login),
    labels: [...stored.labels].map(name => label(state, state.ensureLabel(name))),
    state: stored.state,
    state_reason: stored.stateReason,
    locked: stored.locked,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: state.commentsOf(stored.number).length,
    created_at: stored.createdAt,
    updated_at: stored.updatedAt,
    closed_at: stored.closedAt,
    author_association: association(state, stored.login),
    body: stored.body,
    performed_via_github_app: null,
    ...(stored.isPullRequest === true && { pull_request: pullRequestOf(state, stored.number) })
  }
}

function pullRequestOf(state: GitHubState, number: number): Json {
  const page = `${state.htmlUrl}/pull/${number}`
  const url = `${state.apiUrl}/pulls/${number}`
  return { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` }
}

export function comment(state: GitHubState, stored: StoredComment): Json {
  const { id, issueNumber, login } = stored
  return {
    url: `${state.apiUrl}/issues/comments/${id}`,
    html_url: `${state.htmlUrl}/issues/${issueNumber}#issuecomment-${id}`,
    issue_url: `${state.apiUrl}/issues/${issueNumber}`,
    id,
    node_id: nodeId('IC', id),
    user: user(state, login),
    created_at: stored.createdAt,
    updated_at: stored.updatedAt,
    author_association: association(state, login),
    body: stored.body,
    performed_via_github_app: null
  }
}

export function reaction(state: GitHubState, { id, login, content, createdAt }: StoredReaction): Json {
  return { id, node_id: nodeId('REA', id), user: user(state, login), content, created_at: createdAt }
}

const TEMPLATES = {
  archive: '/{archive_format}{/ref}',
  assignees: '{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '{/branch}',
  collaborators: '{/collaborator}',
  comments: '{/number}',
  commits: '{/sha}',
  compare: '/{base}...{head}',
  contents: '/{+path}',
  contributors: '',
  deployments: '',
  downloads: '',
  events: '',
  forks: '',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '{/number}',
  keys: '{/key_id}',
  labels: '{/name}',
  languages: '',
  merges: '',
  milestones: '{/number}',
  notifications: '{?since,all,participating}',
  pulls: '{/number}',
  releases: '{/id}',
  stargazers: '',
  statuses: '/{sha}',
  subscribers: '',
  subscription: '',
  tags: '',
  teams: '',
  trees: '/git/trees{/sha}'
}

/** The repository as inside other answers. */
export function minimalRepository(state: GitHubState): Json {
  const urls = Object.entries(TEMPLATES).map(([name, rest]): [string, string] => {
    const path = rest.startsWith('/git/') || rest.startsWith('/issues/') ? rest : `/${name}${rest}`
    return [`${name}_url`, `${state.apiUrl}${path}`]
  })
  return {
    id: state.id,
    node_id: nodeId('R', state.id),
    name: state.name,
    full_name: state.fullName,
    private: state.private,
    owner: user(state, state.owner),
    html_url: state.htmlUrl,
    description: null,
    fork: false,
    url: state.apiUrl,
    ...Object.fromEntries(urls)
  }
}

/** The repository in full, as its own endpoint and the webhooks show it. */
export function repository(state: GitHubState): Json {
  const open = [...state.issues.values()].filter(stored => stored.state === 'open').length
  const counts = { forks: 0, forks_count: 0, stargazers_count: 0, watchers: 0, watchers_count: 0, size: 1 }
  const has = {
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false
  }
  return {
    ...minimalRepository(state),
    ...counts,
    ...has,
    git_url: `git:${state.htmlUrl.replace(/^https?:/, '')}.git`,
    ssh_url: `git@localhost:${state.fullName}.git`,
    clone_url: `${state.htmlUrl}.git`,
    svn_url: state.htmlUrl,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    archived: false,
    disabled: false,
    visibility: state.private ? 'private' : 'public',
    default_branch: state.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    network_count: 0,
    subscribers_count: 0,
    allow_forking: true,
    is_template: false,
    topics: [],
    created_at: '2026-01-05T08:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
    pushed_at: '2026-01-05T08:00:00Z'
  }
}

export function workflowRun(state: GitHubState, run: StoredRun, headCommit: CommitInfo): Json {
  const api = `${state.apiUrl}/actions/runs/${run.id}`
  return {
    id: run.id,
    node_id: nodeId('WFR', run.id),
    name: run.path,
    head_branch: state.defaultBranch,
    head_sha: headCommit.id,
    path: run.path,
    display_title: run.path,
    run_number: 1,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.status === 'completed' ? (run.conclusion ?? 'success') : null,
    workflow_id: 1,
    url: api,
    html_url: `${state.htmlUrl}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${state.apiUrl}/check-suites/1`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    workflow_url: `${state.apiUrl}/actions/workflows/1`,
    head_commit: {
      id: headCommit.id,
      tree_id: headCommit.tree,
      message: headCommit.message,
      timestamp: headCommit.committer.date,
      author: headCommit.author,
      committer: headCommit.committer
    },
    repository: minimalRepository(state),
    head_repository: minimalRepository(state)
  }
}

interface WorkflowFile {
  readonly id: number
  /** Name in `.github/workflows`. */
  readonly file: string
  readonly createdAt: string
}

/** A workflow; one that is disabled was, by GitHub, for want of activity. */
export function workflow(state: GitHubState, { id, file, createdAt }: WorkflowFile) {
  const path = `.github/workflows/${file}`
  return {
    id,
    node_id: nodeId('W', id),
    name: path,
    path,
    state: state.disabledWorkflows.has(file) ? 'disabled_inactivity' : 'active',
    created_at: createdAt,
    updated_at: createdAt,
    url: `${state.apiUrl}/actions/workflows/${id}`,
    html_url: `${state.htmlUrl}/blob/${state.defaultBranch}/${path}`,
    badge_url: `${state.htmlUrl}/actions/workflows/${file}/badge.svg`
  }
}

/** A commit of the git data API. */
export function gitCommit(state: GitHubState, info: CommitInfo): Json {
  return {
    sha: info.id,
    node_id: nodeId('C', info.id),
    url: `${state.apiUrl}/git/commits/${info.id}`,
    html_url: commitPage(state, info.id),
    author: info.author,
    committer: info.committer,
    tree: { sha: info.tree, url: `${state.apiUrl}/git/trees/${info.tree}` },
    message: info.message,
    parents: info.parents.map(sha => ({
      sha,
      url: `${state.apiUrl}/git/commits/${sha}`,
      html_url: commitPage(state, sha)
    })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }
  }
}

export function commitPage(state: GitHubState, id: string): string {
  return `${state.htmlUrl}/commit/${id}`
}

export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`
}

function userId(login: string): number {
  if (login === ACTIONS_BOT) return 41_898_282
  return createHash('sha256').update(login).digest().readUInt32BE(0)
}

function association(state: GitHubState, login: string): string {
  if (login === state.owner) return 'OWNER'
  const permission = state.collaborators.get(login)?.permission
  return permission === 'write' || permission === 'admin' ? 'COLLABORATOR' : 'NONE'
}
