import type { PostedComment } from '../../ports/issue-tracker.js'
import type { CommentAuthor, AuthoredComment } from './comment-author.js'
import { carriesMarker, markedBody } from './comment-marker.js'
import { REPEATABLE, type GitHubClient, type RepositoryName } from './github-client.js'
import { answeredStatus } from './github-errors.js'

const PER_PAGE = 100
const MAX_PAGES = 100

/** Where comments are looked for, and whose. */
export interface CommentPlace {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly author: CommentAuthor
  readonly issueNumber: number
}

/**
 * Brings our comment that carries the marker up to date, or creates it. GitHub has no compare-and-swap for comments: of several
 * processes that create it in the same moment, each looks again, and only the oldest comment stays.
 */
export async function upsertComment(
  place: CommentPlace,
  marker: string,
  body: string
): Promise<PostedComment> {
  const text = markedBody(body, marker)
  const { found, lastPage } = await findComment(place, marker, 1)
  const updated = found === undefined ? undefined : await updateComment(place, found.id, text)
  if (updated !== undefined) return { url: updated, created: false }
  const created = await createComment(place, text)
  const { found: oldest } = await findComment(place, marker, lastPage)
  if (oldest === undefined || oldest.id >= created.id) return { url: created.url, created: true }
  const kept = await updateComment(place, oldest.id, text)
  if (kept === undefined) return { url: created.url, created: true }
  await deleteComment(place, created.id)
  return { url: kept, created: false }
}

interface Search {
  readonly found: AuthoredComment | undefined
  /** The page that the search ended on. */
  readonly lastPage: number
}

async function findComment(
  { client, repository, author, issueNumber }: CommentPlace,
  marker: string,
  firstPage: number
): Promise<Search> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
  for (let page = firstPage; ; page++) {
    const query = { ...repository, issue_number: issueNumber, per_page: PER_PAGE, page }
    const { data, headers } = await client.request(route, query)
    for (const comment of data) {
      if (carriesMarker(comment.body ?? '', marker) && (await author.wrote(comment)))
        return { found: comment, lastPage: page }
    }
    const isLast = page >= MAX_PAGES || !/\brel="next"/.test(headers.link ?? '')
    if (isLast) return { found: undefined, lastPage: page }
  }
}

/** The address of the updated comment, or undefined when it was deleted meanwhile. */
async function updateComment(
  { client, repository }: CommentPlace,
  id: number,
  body: string
): Promise<string | undefined> {
  const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
  try {
    const { data } = await client.request(route, { ...repository, comment_id: id, body })
    return data.html_url
  } catch (error) {
    if (answeredStatus(error) === 404) return undefined
    throw error
  }
}

async function createComment(
  { client, repository, issueNumber }: CommentPlace,
  body: string
): Promise<{ readonly id: number; readonly url: string }> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
  const { data } = await client.request(route, { ...repository, issue_number: issueNumber, body })
  return { id: data.id, url: data.html_url }
}

async function deleteComment({ client, repository }: CommentPlace, id: number): Promise<void> {
  const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}'
  try {
    await client.request(route, { ...repository, comment_id: id, request: REPEATABLE })
  } catch (error) {
    if (answeredStatus(error) !== 404) throw error
  }
}
