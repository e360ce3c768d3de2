import type { GitHubClient, RepositoryName } from './github-client.js'
import { answeredStatus } from './github-errors.js'

export interface RawFile {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly path: string
  /** Default: the default branch. */
  readonly ref?: string
}

/** Text of a file of up to 100 MB, undefined when there is no file of that path. */
export async function readRawFile({ client, repository, path, ref }: RawFile): Promise<string | undefined> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...repository,
      path,
      ...(ref === undefined ? {} : { ref }),
      headers: { accept: 'application/vnd.github.raw+json' }
    })
    return rawText(data)
  } catch (error) {
    if (answeredStatus(error) === 404 && !isCommitMissing(error)) return undefined
    throw error
  }
}

/** Raw answers are text or, without a charset, bytes; a directory comes as a parsed list. */
function rawText(data: unknown): string | undefined {
  if (typeof data === 'string') return data
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : undefined
}

function isCommitMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('No commit found')
}
