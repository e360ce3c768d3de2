import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startGitHubServer, type GitHubServer, type RepositoryFiles } from './github-server/github-server.js'
import type { RecordedDispatch } from './github-server/github-state.js'
import { InProcessConcurrencyGate, nextStartOf, runWorkflow } from './workflow-runner/index.js'
import type { RunObserver } from './workflow-runner/run-events.js'
import type { OidcEndpoint } from './workflow-runner/run-options.js'
import type { WorkflowEvent, WorkflowRunResult } from './workflow-runner/index.js'

/** A workflow that a workflow started through the API, run to its end. */
export interface DispatchedRun {
  /** Name of the file in `.github/workflows/`. */
  readonly file: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly result: WorkflowRunResult
}

/** A user's repository on the GitHub test server, in which workflows are run. */
export interface WorkflowSession {
  readonly server: GitHubServer
  /** Runs `.github/workflows/<file>` for an event, as GitHub would. */
  run(file: string, event: WorkflowEvent, observer?: RunObserver): Promise<WorkflowRunResult>
  /** Runs the last run of the file again, as "Re-run all jobs" does: the same run id, the next attempt. */
  rerun(file: string, event: WorkflowEvent): Promise<WorkflowRunResult>
  /** The event of the file's next schedule after a time, and when GitHub would send it. */
  nextSchedule(file: string, after: Date): { readonly at: Date; readonly event: WorkflowEvent }
  /**
   * Runs what workflows have asked for by `workflow_dispatch` and has not been run yet, and what that asks for in turn.
   * `announce` is told before each and may give an observer.
   */
  runDispatched(
    announce?: (file: string, event: WorkflowEvent) => RunObserver | undefined
  ): Promise<readonly DispatchedRun[]>
  /** Cancels what is running, as a person does on the page of the run, and waits until it has ended; no other run begins. */
  cancel(): Promise<void>
  /** Adds or replaces files on the default branch, as a push does; gives the commit. */
  commit(files: RepositoryFiles, message: string): Promise<string>
  close(): Promise<void>
}

export interface SessionOptions {
  /** Directory of this project, whose actions `org/mlops/actions/<name>@…` means. */
  readonly projectRoot: string
  /** Where the session's files go: working tree, caches, runs. */
  readonly directory: string
  /** Files of the user's repository by path. */
  readonly files: RepositoryFiles
  /** Who may write to the repository. */
  readonly writers: readonly string[]
  /** The Node that runs actions. */
  readonly nodePath: string
  readonly environment?: Readonly<Record<string, string>>
  /** Variables of the repository, the `vars` context. */
  readonly variables?: Readonly<Record<string, string>>
  /** Where jobs with `id-token: write` ask for their OIDC tokens; default: nowhere. */
  readonly oidc?: OidcEndpoint
}

type WorkflowDispatch = Extract<RecordedDispatch, { kind: 'workflow' }>

const OURS = /^org\/mlops\/(actions\/[a-z-]+)@/
const MAX_DISPATCHED = 20

/** Which run, and which attempt of it. */
interface Attempt {
  readonly id: number
  readonly number: number
}

/** Opens a session: the files are the repository's first commit on its default branch. */
export async function openWorkflowSession(options: SessionOptions): Promise<WorkflowSession> {
  const { projectRoot, directory, files, oidc } = options
  const workingTree = join(directory, 'repository')
  writeFiles(workingTree, files)
  const waiting: WorkflowDispatch[] = []
  const onDispatch = (dispatch: RecordedDispatch) => {
    if (dispatch.kind === 'workflow') waiting.push(dispatch)
  }
  const running = new Map<number, AbortController>()
  const onCancel = (runId: number) => running.get(runId)?.abort()
  const server = await startGitHubServer({ repository: 'acme/models', files, onDispatch, onCancel })
  for (const login of options.writers) server.state.setCollaborator(login, 'write')
  const concurrencyGate = new InProcessConcurrencyGate()
  let runs = 0
  const last = new Map<string, Attempt>()
  const attempt = async (
    file: string,
    { id, number }: Attempt,
    [event, observer]: readonly [WorkflowEvent, (RunObserver | undefined)?]
  ): Promise<WorkflowRunResult> => {
    last.set(file, { id, number })
    const runId = 1000 + id
    const cancellation = new AbortController()
    running.set(runId, cancellation)
    const result = await runWorkflow({
      file: `.github/workflows/${file}`,
      repositoryRoot: workingTree,
      directory: join(directory, 'runs', number === 1 ? String(id) : `${id}-${number}`),
      cacheDirectory: join(directory, 'cache'),
      event,
      github: {
        repository: server.state.fullName,
        repository_owner: server.state.owner,
        api_url: server.url,
        server_url: server.url,
        graphql_url: `${server.url}/graphql`,
        run_id: String(runId),
        run_attempt: String(number),
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
      variables: options.variables ?? {},
      ...(oidc !== undefined && { oidc: () => oidc }),
      concurrencyGate,
      signal: cancellation.signal,
      ...(observer !== undefined && { observer })
    })
    server.state.endRun(runId, result.triggered ? result.conclusion : 'skipped')
    return result
  }
  const attempts = new Set<Promise<WorkflowRunResult>>()
  let isOver = false
  const begin = (...how: Parameters<typeof attempt>): Promise<WorkflowRunResult> => {
    if (isOver) return Promise.resolve({ triggered: false, reason: 'what runs here was cancelled' })
    const result = attempt(...how)
    attempts.add(result)
    return result
  }
  const run: WorkflowSession['run'] = async (file, event, observer) => {
    const id = ++runs
    server.state.addRun({ id: 1000 + id, event: event.name, path: `.github/workflows/${file}` })
    return begin(file, { id, number: 1 }, [event, observer])
  }
  return {
    server,
    run,
    rerun: async (file, event) => {
      const before = last.get(file)
      if (before === undefined) throw new Error(`${file} has not been run`)
      return begin(file, { id: before.id, number: before.number + 1 }, [event])
    },
    nextSchedule: (file, after) => {
      const start = nextStartOf(join(workingTree, '.github/workflows', file), after)
      if (start === undefined) throw new Error(`${file} has no schedule`)
      return { at: start.at, event: { name: 'schedule', payload: server.events.schedule(start.cron) } }
    },
    runDispatched: announce => runWaiting({ waiting, server, run }, announce),
    commit: async (added, message) => {
      writeFiles(workingTree, added)
      return commitToDefaultBranch(server, added, message)
    },
    cancel: async () => {
      isOver = true
      for (const cancellation of running.values()) cancellation.abort()
      await Promise.allSettled(attempts)
    },
    close: () => server.close()
  }
}

function writeFiles(directory: string, files: RepositoryFiles): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
}

async function commitToDefaultBranch(
  { state }: GitHubServer,
  files: RepositoryFiles,
  message: string
): Promise<string> {
  const ref = `refs/heads/${state.defaultBranch}`
  const parent = await state.git.ref(ref)
  const additions = Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) }))
  const commit = await state.git.commitFiles({ parent, additions, message })
  if (!(await state.git.updateRef(ref, commit, parent))) throw new Error(`${ref} moved meanwhile`)
  return commit
}

async function runWaiting(
  session: Pick<WorkflowSession, 'server' | 'run'> & { readonly waiting: WorkflowDispatch[] },
  announce: Parameters<WorkflowSession['runDispatched']>[0]
): Promise<readonly DispatchedRun[]> {
  const done: DispatchedRun[] = []
  for (let next = session.waiting.shift(); next !== undefined; next = session.waiting.shift()) {
    const { workflow: file, inputs, login } = next
    if (done.length === MAX_DISPATCHED) throw new Error(`workflows start each other without end: ${file}`)
    const payload = session.server.events.workflowDispatch(file, inputs, login)
    const event = { name: 'workflow_dispatch', payload }
    done.push({ file, inputs, result: await session.run(file, event, announce?.(file, event)) })
  }
  return done
}

/** The example workflows of a folder, where a user's repository has them. */
export function exampleWorkflows(
  projectRoot: string,
  names: readonly string[],
  folder = 'workflows-examples'
): Record<string, string> {
  return Object.fromEntries(
    names.map(name => [`.github/workflows/${name}`, readFileSync(join(projectRoot, folder, name), 'utf8')])
  )
}

/** Workflows with the model that their `env` names replaced, as who copies them does. */
export function forModel(
  workflows: Readonly<Record<string, string>>,
  modelId: string
): Record<string, string> {
  const line = /^( *MODEL_ID:) [a-z0-9-]+$/m
  return Object.fromEntries(
    Object.entries(workflows).map(([path, text]) => [path, text.replace(line, `$1 ${modelId}`)])
  )
}
