import { ServiceError } from '../../errors.js'
import { readRawFile } from './raw-file.js'
import type { GitHubClient, RepositoryName } from './github-client.js'
import { answeredStatus } from './github-errors.js'

export interface DefaultBranchFile {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly path: string
}

/**
 * Text of a file on the default branch, or undefined when there is none. GitHub answers 404 also when the token may not
 * read: a policy must not vanish that way, so absence counts only where the root can be read.
 */
export async function readDefaultBranchFile(file: DefaultBranchFile): Promise<string | undefined> {
  const text = await readRawFile(file)
  if (text === undefined) await proveReadable(file)
  return text
}

async function proveReadable({ client, repository }: DefaultBranchFile): Promise<void> {
  try {
    await client.request('GET /repos/{owner}/{repo}/contents/{path}', { ...repository, path: '' })
  } catch (error) {
    if (answeredStatus(error) !== 404) throw error
    if (error instanceof Error && /repository is empty/i.test(error.message)) return
    throw new ServiceError('github-permission-missing', 'the files of the repository cannot be read', {
      hint: "add `contents: read` to the job's `permissions:`",
      cause: error
    })
  }
}
