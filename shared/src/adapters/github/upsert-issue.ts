import type { IssueDraft, PostedIssue } from '../../ports/issue-tracker.js'
import type { CommentAuthor } from './comment-author.js'
import { carriesMarker, markedBody } from './comment-marker.js'
import type { GitHubClient, RepositoryName } from './github-client.js'

const PER_PAGE = 100
const MAX_PAGES = 100

/** Where issues are looked for, and whose. */
export interface IssuePlace {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly author: CommentAuthor
}

/** Opens our issue that carries the marker, or brings title and body of the open one up to date. */
export async function upsertIssue(
  place: IssuePlace,
  marker: string,
  draft: IssueDraft
): Promise<PostedIssue> {
  const body = markedBody(draft.body, marker)
  const existing = await findIssue(place, marker, draft.labels)
  return existing === undefined
    ? createIssue(place, { ...draft, body })
    : updateIssue(place, existing, { ...draft, body })
}

async function findIssue(
  { client, repository, author }: IssuePlace,
  marker: string,
  labels: readonly string[]
): Promise<number | undefined> {
  const wanted = { state: 'open' as const, labels: labels.join(','), per_page: PER_PAGE }
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { data, headers } = await client.request('GET /repos/{owner}/{repo}/issues', {
      ...repository,
      ...wanted,
      page
    })
    for (const issue of data) {
      // GitHub lists pull requests among the issues.
      if (issue.pull_request !== undefined || !carriesMarker(issue.body ?? '', marker)) continue
      if (await author.wrote(issue)) return issue.number
    }
    if (!/\brel="next"/.test(headers.link ?? '')) return undefined
  }
  return undefined
}

async function updateIssue(
  { client, repository }: IssuePlace,
  number: number,
  { title, body }: IssueDraft
): Promise<PostedIssue> {
  const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}'
  const { data } = await client.request(route, { ...repository, issue_number: number, title, body })
  return { number, url: data.html_url, created: false }
}

async function createIssue(
  { client, repository }: IssuePlace,
  { title, body, labels }: IssueDraft
): Promise<PostedIssue> {
  const { data } = await client.request('POST /repos/{owner}/{repo}/issues', {
    ...repository,
    title,
    body,
    labels: [...labels]
  })
  return { number: data.number, url: data.html_url, created: true }
}
