import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { until } from '../../shared/testing/until.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'
import {
  exampleWorkflows,
  openWorkflowSession,
  type WorkflowSession
} from '../../shared/testing/workflow-session.js'
import { CloudProject } from './cloud-project.js'
import { node24, python, releaseRoot } from './release.js'
import { decisionsOf, historyFiles } from './repository.js'
import { removeWorkspaces } from './workspace.js'

const TIMEOUT_MS = 180_000
const bodyWith = (compute: string) => `\`\`\`yaml
algorithm: random_forest
dataset_id: small
target: label
hyperparameters: {n_estimators: 5}
gate: metrics.accuracy >= 0.5
compute: {max_runtime: 1h${compute}}
\`\`\`
`
const CARRIED_ON = {
  'evaluate-gate': 'pass gate-passed',
  register: 'registered registered-production',
  'edge-export': 'exported exported',
  'record-history': 'recorded recorded'
}

afterAll(removeWorkspaces)

/** The example workflows in a repository whose jobs train in a project's account, and wait a second for it. */
function openSession({ cloud, access, workspace }: CloudProject): Promise<WorkflowSession> {
  const workflows = {
    ...exampleWorkflows(releaseRoot, ['train-on-issue.yml'], 'workflows-examples/sagemaker'),
    ...exampleWorkflows(releaseRoot, ['reconcile.yml'])
  }
  const impatient = Object.entries(workflows).map(([path, text]) => [
    path,
    text.replace('wait-timeout: 5h', 'wait-timeout: 1s')
  ])
  const oidc = cloud.oidc.environment
  return openWorkflowSession({
    projectRoot: releaseRoot,
    directory: join(workspace.root, 'session'),
    files: {
      ...(Object.fromEntries(impatient) as Record<string, string>),
      '.github/mlops.yml': workspace.text('.github/mlops.yml')
    },
    writers: ['alice'],
    nodePath: node24,
    environment: { MLOPS_PYTHON: python, OMP_NUM_THREADS: '1', AWS_ENDPOINT_URL: cloud.url },
    variables: {
      MLOPS_STORE: access.inputs['store'] ?? '',
      MLOPS_ROLE: access.inputs['role-to-assume'] ?? '',
      AWS_REGION: cloud.region
    },
    oidc: {
      requestUrl: oidc['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '',
      requestToken: oidc['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''
    }
  })
}

/** Runs a workflow, which must succeed. */
async function succeeding(running: ReturnType<WorkflowSession['run']>): Promise<CompletedRun> {
  const run = await running
  if (!run.triggered) throw new Error(run.reason)
  expect({ conclusion: run.conclusion, annotations: run.annotations }).toMatchObject({
    conclusion: 'success'
  })
  return run
}

/** An issue whose training is left running, or as it ended within a second. */
async function leave(session: WorkflowSession, compute = ''): Promise<string> {
  const body = bodyWith(compute)
  const { number } = session.server.state.createIssue({ title: '[MLOps] Train: small', body, login: 'alice' })
  const payload = session.server.events.issueLabeled(number, 'mlops:train', 'alice')
  const run = await succeeding(session.run('train-on-issue.yml', { name: 'issues', payload }))
  expect(decisionsOf(run, 'model')).toEqual({ train: 'submitted detached' })
  return run.jobs['request']?.outputs['training-id'] ?? ''
}

const pass = (session: WorkflowSession) =>
  succeeding(
    session.run('reconcile.yml', {
      name: 'schedule',
      payload: session.server.events.schedule('7,37 * * * *')
    })
  )

const listing = (lists: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    ['resumed', 'restart', 'ended'].map(name => [name, JSON.stringify(lists[name] ?? [])] as const)
  )

/** Resolves when the last job has lost its instance; a job that ends without that is an error. */
async function interrupted({ cloud: { sagemaker } }: CloudProject): Promise<void> {
  const job = [...sagemaker.jobs.values()].at(-1)
  const isInterrupted = () => {
    if (job?.status !== 'InProgress') throw new Error(`no job is running: ${job?.secondaryStatus}`)
    return job.secondaryStatus === 'Interrupted'
  }
  await until(isInterrupted, 'the job to lose its instance', { describe: () => job?.secondaryStatus })
}

/** The last job is stopped by nobody of this repository, as SageMaker does where spot instances do not come back. */
async function stopElsewhere({ cloud: { sagemaker } }: CloudProject): Promise<void> {
  const [name, job] = [...sagemaker.jobs].at(-1) ?? []
  job?.requestStop('Stopped')
  await sagemaker.ended(name ?? '')
}

test(
  'reconcile.yml carries a training that nobody waits for to its registered version, and another to its end',
  () =>
    CloudProject.with(async project => {
      const { sagemaker } = project.cloud
      const session = await openSession(project)
      try {
        sagemaker.controls.held.add('Training')
        const good = await leave(session)
        expect((await pass(session)).jobs['model']?.result).toBe('skipped')
        sagemaker.controls.held.clear()
        await Promise.all([...sagemaker.jobs.keys()].map(name => sagemaker.ended(name)))

        const both = await Promise.all([pass(session), pass(session)])
        const carried = both.filter(({ jobs }) => jobs['model']?.result === 'success')
        expect(carried.map(run => decisionsOf(run, 'model'))).toEqual([CARRIED_ON])

        sagemaker.controls.held.add('Starting')
        const stopped = await leave(session)
        sagemaker.controls.held.clear()
        await stopElsewhere(project)
        const end = await pass(session)
        expect(end.jobs['reconcile']?.outputs).toEqual(listing({ ended: [stopped] }))
        expect(decisionsOf(end, 'ended')).toEqual({ 'record-history': 'recorded recorded' })

        const after = await pass(session)
        expect(decisionsOf(after, 'reconcile')).toEqual({ reconcile: 'clean nothing-to-do' })
        expect([...(await historyFiles(session)).keys()]).toEqual(
          expect.arrayContaining([`${good}.json`, `${stopped}.json`])
        )
        expect(await project.account.record('models/small/registry.json')).toMatchObject({
          production: 'v1.0.0'
        })
        expect(sagemaker.jobs.size).toBe(2)
      } finally {
        await session.close()
      }
    }),
  TIMEOUT_MS
)

test(
  'reconcile.yml has the next job asked for when a spot instance was lost, once, and carries the run to its version',
  () =>
    CloudProject.with(async project => {
      const { sagemaker } = project.cloud
      const session = await openSession(project)
      const [held, jobs] = [sagemaker.controls.held, sagemaker.jobs]
      try {
        held.add('Interrupted')
        sagemaker.controls.trainingSeconds = 600
        sagemaker.controls.interruptAfterSeconds.push(300)
        const id = await leave(session, ', spot: true, max_wait: 2h')
        await interrupted(project)
        await stopElsewhere(project)
        held.add('Training')

        const both = await Promise.all([pass(session), pass(session)])
        const started = both.filter(run => run.jobs['restart']?.result === 'success')
        expect(started.map(run => run.jobs['reconcile']?.outputs)).toEqual([listing({ restart: [id] })])
        expect(started.map(run => decisionsOf(run, 'restart'))).toEqual([{ train: 'submitted detached' }])
        expect([...jobs.keys()].map(name => name.slice(-3))).toEqual([expect.any(String), '-r1'])
        expect(await historyFiles(session)).toEqual(new Map())

        held.clear()
        await Promise.all([...jobs.keys()].map(name => sagemaker.ended(name)))
        expect(decisionsOf(await pass(session), 'model')).toEqual(CARRIED_ON)
        expect(jobs.size).toBe(2)
      } finally {
        await session.close()
      }
    }),
  TIMEOUT_MS
)
