import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GitHistoryLog } from '../../shared/src/adapters/git/git-history-log.js'
import type { GitHubServer } from '../../shared/testing/github-server/github-server.js'

/** What is kept of the demo, to be read without git and without running it again. */
export interface DemoFiles {
  readonly directory: string
  readonly server: GitHubServer
  /** Job summaries as Markdown. */
  readonly summaries: readonly string[]
}

/** Writes history, summaries and comments into the demo's directory. */
export async function keepFiles({ directory, server, summaries }: DemoFiles): Promise<void> {
  writeFileSync(join(directory, 'summaries.md'), separated(summaries))
  await keepHistory(directory, server)
  const comments = [...server.state.comments.values()]
  writeFileSync(
    join(directory, 'comments.md'),
    separated(comments.map(({ login, body }) => `**${login}**\n\n${body}`))
  )
}

const separated = (parts: readonly string[]) => parts.join('\n\n---\n\n')

/** Checks the branch out as files. */
async function keepHistory(directory: string, { state }: GitHubServer): Promise<void> {
  const log = new GitHistoryLog({
    directory: state.git.directory,
    branch: 'mlops-history',
    author: { name: 'demo', email: 'demo@localhost' }
  })
  const head = await log.head()
  if (head === undefined) return
  for (const path of await log.list(head, 'training_history')) {
    mkdirSync(dirname(join(directory, 'history', path)), { recursive: true })
    writeFileSync(join(directory, 'history', path), (await log.read(head, path)) ?? '')
  }
}
