import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { GitHistoryLog } from '../../shared/src/adapters/git/git-history-log.js'
import {
  exampleWorkflows,
  openWorkflowSession,
  type WorkflowSession
} from '../../shared/testing/workflow-session.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'
import { node24, python, releaseRoot } from './release.js'
import type { Workspace } from './workspace.js'

/** A user's repository with the example workflows, on the GitHub test server; alice may write to it. */
export function openRepository(
  place: Workspace,
  files: Readonly<Record<string, string>>
): Promise<WorkflowSession> {
  return openWorkflowSession({
    projectRoot: releaseRoot,
    directory: place.directory,
    files: {
      ...exampleWorkflows(releaseRoot, ['train-on-issue.yml', 'commands.yml', 'quickstart-local.yml']),
      ...files
    },
    writers: ['alice'],
    nodePath: node24,
    environment: { MLOPS_PYTHON: python, OMP_NUM_THREADS: '1' }
  })
}

/** The decision and reason code of every step of a job, by the action's name. */
export function decisionsOf(run: CompletedRun, job: string): Readonly<Record<string, string>> {
  const steps = Object.values(run.jobs[job]?.steps ?? {})
  return Object.fromEntries(
    steps.flatMap(({ outputs }) => {
      if (outputs['result'] === undefined) return []
      const result = JSON.parse(outputs['result']) as {
        action: string
        decision: string
        reason_code: string
      }
      return [[result.action, `${result.decision} ${result.reason_code}`]]
    })
  )
}

/** A job's store as it was when the job ended. */
export function storeOf(run: CompletedRun, job: string): { runs: string[]; read(key: string): unknown } {
  const store = join(run.jobs[job]?.legs[0]?.workspace ?? '', '.mlops')
  return {
    runs: readdirSync(join(store, 'runs')).sort(),
    read: key => JSON.parse(readFileSync(join(store, key), 'utf8')) as unknown
  }
}

/** Files on the history branch, by name without the directory. */
export async function historyFiles(session: WorkflowSession): Promise<ReadonlyMap<string, string>> {
  const log = new GitHistoryLog({
    directory: session.server.state.git.directory,
    branch: 'mlops-history',
    author: { name: 'Tester', email: 'tester@example.test' }
  })
  const head = await log.head()
  if (head === undefined) return new Map()
  const paths = await log.list(head, 'training_history')
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, string]> => [
        path.replace('training_history/', ''),
        (await log.read(head, path)) ?? ''
      ])
    )
  )
}
