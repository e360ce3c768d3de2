import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startGitHubServer, type GitHubServer } from './github-server/github-server.js'
import { InProcessConcurrencyGate, runWorkflow } from './workflow-runner/index.js'
import type { RunObserver } from './workflow-runner/run-events.js'
import type { WorkflowRunResult } from './workflow-runner/index.js'

/** A user's repository on the GitHub test server, in which workflows are run. */
export interface WorkflowSession {
  readonly server: GitHubServer
  /** Runs `.github/workflows/<file>` for an event, as GitHub would. */
  run(
    file: string,
    event: { name: string; payload: Readonly<Record<string, unknown>> },
    observer?: RunObserver
  ): Promise<WorkflowRunResult>
  close(): Promise<void>
}

export interface SessionOptions {
  /** Directory of this project, whose actions `org/mlops/actions/<name>@…` means. */
  readonly projectRoot: string
  /** Where the session's files go: working tree, caches, runs. */
  readonly directory: string
  /** Files of the user's repository by path. */
  readonly files: Readonly<Record<string, string>>
  /** Who may write to the repository. */
  readonly writers: readonly string[]
  /** The Node that runs actions. */
  readonly nodePath: string
  readonly environment?: Readonly<Record<string, string>>
}

const OURS = /^org\/mlops\/(actions\/[a-z-]+)@/

/** Opens a session: the files are the repository's first commit on its default branch. */
export async function openWorkflowSession(options: SessionOptions): Promise<WorkflowSession> {
  const { projectRoot, directory, files } = options
  const workingTree = join(directory, 'repository')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workingTree, path)), { recursive: true })
    writeFileSync(join(workingTree, path), text)
  }
  const server = await startGitHubServer({ repository: 'acme/models', files })
  for (const login of options.writers) server.state.setCollaborator(login, 'write')
  const concurrencyGate = new InProcessConcurrencyGate()
  let runs = 0
  const run: WorkflowSession['run'] = async (file, event, observer) => {
    const id = ++runs
    server.state.addRun({ id: 1000 + id, event: event.name, path: `.github/workflows/${file}` })
    return runWorkflow({
      file: `.github/workflows/${file}`,
      repositoryRoot: workingTree,
      directory: join(directory, 'runs', String(id)),
      cacheDirectory: join(directory, 'cache'),
      event,
      github: {
        repository: server.state.fullName,
        repository_owner: server.state.owner,
        api_url: server.url,
        server_url: server.url,
        graphql_url: `${server.url}/graphql`,
        run_id: String(1000 + id),
        sha: (await server.state.git.ref('refs/heads/main')) ?? ''
      },
      token: ({ permissions }) => server.tokens.issue({ permissions }),
      checkout: { kind: 'clone', repository: server.state.git.directory },
      resolveAction: uses => {
        const path = OURS.exec(uses)?.[1]
        return path === undefined ? undefined : join(projectRoot, path)
      },
      nodePath: options.nodePath,
      environment: { PATH: process.env['PATH'] ?? '', ...options.environment },
      concurrencyGate,
      ...(observer !== undefined && { observer })
    })
  }
  return { server, run, close: () => server.close() }
}

/** The example workflows, where a user's repository has them. */
export function exampleWorkflows(projectRoot: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map(name => [
      `.github/workflows/${name}`,
      readFileSync(join(projectRoot, 'workflows-examples', name), 'utf8')
    ])
  )
}
