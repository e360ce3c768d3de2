import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { verifyChain } from '../../shared/src/domain/history/verify-chain.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'
import type { WorkflowSession } from '../../shared/testing/workflow-session.js'
import { decisionsOf, historyFiles, openRepository, storeOf } from './repository.js'
import { realDataset } from './run-python.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

const body = `Please train a model.

\`\`\`yaml
algorithm: random_forest
dataset_id: breast_cancer
target: target
positive_class: malignant
hyperparameters: {n_estimators: 1, max_depth: 1}
gate: metrics.roc_auc >= 0.98 && metrics.accuracy >= 0.9
max_retry: 3
seed: 42
\`\`\`
`
const retrain = `/mlops retrain

\`\`\`yaml
hyperparameters: {n_estimators: 60, max_depth: 12}
\`\`\`
`

type Event = Parameters<WorkflowSession['run']>[1]
let session: WorkflowSession

beforeAll(async () => {
  const data = Object.entries(realDataset('breast_cancer')).map(
    ([key, text]) => [`.mlops/${key}`, text] as const
  )
  session = await openRepository(openWorkspace(), {
    ...Object.fromEntries(data),
    '.github/mlops.yml': 'limits: {algorithms: [random_forest, logistic_regression]}\n',
    'requests/forest.yml':
      'algorithm: random_forest\nmodel_id: forest\ndataset_id: breast_cancer\nhyperparameters: {n_estimators: 20}\nevaluation_threshold: 0.9\n'
  })
})

afterAll(async () => {
  await session.close()
  removeWorkspaces()
})

async function deliver(file: string, event: Event): Promise<CompletedRun> {
  const run = await session.run(file, event)
  if (!run.triggered) throw new Error(`${file} was not started: ${run.reason}`)
  return run
}

/** Whatever a workflow did, it stayed inside its permissions and GitHub's API. */
function expectGoodCitizen(): void {
  expect(session.server.violations).toEqual([])
  expect(session.server.calls.filter(call => [401, 403].includes(call.status))).toEqual([])
}

const newIssue = (title: string) => session.server.state.createIssue({ title, body, login: 'alice' })
const labelled = (number: number, label: string, sender: string): Event => ({
  name: 'issues',
  payload: session.server.events.issueLabeled(number, label, sender)
})
function commented(number: number, text: string, login: string): Event {
  const { id } = session.server.state.createComment(number, text, login)
  return { name: 'issue_comment', payload: session.server.events.issueCommentCreated(id) }
}

describe('an issue becomes a model', () => {
  let issue: number
  let deliveries: readonly CompletedRun[]
  let retrained: CompletedRun

  beforeAll(async () => {
    issue = newIssue('[MLOps] Train: cells').number
    const event = labelled(issue, 'mlops:train', 'alice')
    // GitHub may deliver an event twice, and the second run may start before the first has ended.
    deliveries = await Promise.all([
      deliver('train-on-issue.yml', event),
      deliver('train-on-issue.yml', event)
    ])
    retrained = await deliver('commands.yml', commented(issue, retrain, 'alice'))
  }, 120_000)

  test('a weak model is rejected, and the workflow is green', () => {
    const [first] = deliveries.filter(
      run => decisionsOf(run, 'request')['parse-issue'] === 'accepted request-accepted'
    )
    expect(first?.conclusion).toBe('success')
    expect(decisionsOf(first as CompletedRun, 'model')).toEqual({
      train: 'completed trained',
      'evaluate-gate': 'reject rule-failed',
      'record-history': 'recorded recorded'
    })
  })

  test('the duplicate delivery attaches to that run', () => {
    const attached = deliveries.filter(
      run => decisionsOf(run, 'request')['parse-issue'] === 'accepted run-attached'
    )
    expect(attached).toHaveLength(1)
    expect(attached[0]?.conclusion).toBe('success')
    expect(decisionsOf(attached[0] as CompletedRun, 'model')).toMatchObject({
      train: 'completed already-trained',
      'record-history': 'already-recorded already-recorded'
    })
    const ids = deliveries.map(run => run.jobs['request']?.outputs['training-id'])
    expect(new Set(ids).size).toBe(1)
    expect(storeOf(attached[0] as CompletedRun, 'model').runs).toEqual([ids[0]])
  })

  test('the retraining passes, is registered and in production', () => {
    expect(retrained.conclusion).toBe('success')
    expect(decisionsOf(retrained, 'command')).toEqual({ 'parse-issue': 'accepted request-accepted' })
    expect(decisionsOf(retrained, 'model')).toEqual({
      train: 'completed trained',
      'evaluate-gate': 'pass gate-passed',
      register: 'registered registered-production',
      'edge-export': 'exported exported',
      'record-history': 'recorded recorded'
    })
    const store = storeOf(retrained, 'model')
    expect(store.runs).toHaveLength(2)
    expect(store.read('models/cells/registry.json')).toMatchObject({
      production: 'v1.0.0',
      versions: [{ version: 'v1.0.0', stage: 'production', training_id: store.runs[1] }]
    })
    expect(store.read(`runs/${store.runs[1] ?? ''}/request.json`)).toMatchObject({
      attempt: 2,
      command: 'retrain',
      actor: 'alice'
    })
  })

  test('the history holds both runs in an unbroken chain', async () => {
    const files = await historyFiles(session)
    const texts = [...files].map(([name, text]) => ({ name, text }))
    expect(verifyChain(texts)).toEqual({ intact: true, entries: 2 })
    const [first, second] = storeOf(retrained, 'model').runs
    expect(JSON.parse(files.get(`${first ?? ''}.json`) ?? '')).toMatchObject({
      sequence: 1,
      decision: 'reject',
      issue
    })
    expect(JSON.parse(files.get(`${second ?? ''}.json`) ?? '')).toMatchObject({
      sequence: 2,
      decision: 'pass',
      version: 'v1.0.0'
    })
  })

  test('the issue has one report for each run', () => {
    const reports = session.server.state
      .commentsOf(issue)
      .filter(comment => comment.login === 'github-actions[bot]' && comment.body.includes('mlops:run:'))
    expect(reports).toHaveLength(2)
    expect(reports[0]?.body).toContain('❌')
    expect(reports[1]?.body).toMatch(/✅[^]*v1\.0\.0|v1\.0\.0[^]*✅/)
  })

  test('the same numbers are in outputs, records and history', async () => {
    const gate = retrained.jobs['model']?.steps['gate']?.outputs ?? {}
    const store = storeOf(retrained, 'model')
    const id = store.runs[1] ?? ''
    const { metrics } = store.read(`runs/${id}/evaluation.json`) as { metrics: unknown }
    expect(JSON.parse(gate['metrics'] ?? '')).toEqual(metrics)
    expect(store.read('models/cells/registry.json')).toMatchObject({ versions: [{ metrics }] })
    expect(store.read('models/cells/v1.0.0/model_metadata.json')).toMatchObject({ metrics })
    const entry = (await historyFiles(session)).get(`${id}.json`) ?? '{}'
    expect(JSON.parse(entry)).toMatchObject({ evaluation: { metrics } })
  })

  test('/mlops status is answered in the issue', async () => {
    const before = session.server.state.commentsOf(issue).length
    const run = await deliver('commands.yml', commented(issue, '/mlops status', 'alice'))
    expect(run.conclusion).toBe('success')
    expect(decisionsOf(run, 'command')).toEqual({ 'parse-issue': 'accepted answered' })
    expect(run.jobs['model']?.result).toBe('skipped')
    expect(session.server.state.commentsOf(issue).length).toBe(before + 2)
  })

  test('every token was used within its permissions', expectGoodCitizen)
})

describe('nothing is trained', () => {
  test('for another label', async () => {
    const issue = newIssue('[MLOps] Train: other')
    const run = await deliver('train-on-issue.yml', labelled(issue.number, 'bug', 'alice'))
    expect(run.jobs['request']?.result).toBe('skipped')
    expect(run.jobs['model']?.result).toBe('skipped')
    expect(session.server.state.commentsOf(issue.number)).toEqual([])
  })

  test('for an event the workflow does not listen to', async () => {
    const issue = newIssue('[MLOps] Train: other')
    const payload = session.server.events.issueOpened(issue.number)
    expect(await session.run('train-on-issue.yml', { name: 'issues', payload })).toMatchObject({
      triggered: false
    })
  })

  test.each([
    [
      'a label',
      (number: number) => ['train-on-issue.yml', labelled(number, 'mlops:train', 'mallory')] as const
    ],
    ['a comment', (number: number) => ['commands.yml', commented(number, retrain, 'mallory')] as const],
    [
      'an approval',
      (number: number) => ['commands.yml', commented(number, '/mlops approve', 'mallory')] as const
    ]
  ])('for %s of a stranger', async (_, eventFor) => {
    const issue = newIssue('[MLOps] Train: stranger')
    const [file, event] = eventFor(issue.number)
    const run = await deliver(file, event)
    const job = file === 'commands.yml' ? 'command' : 'request'
    expect(decisionsOf(run, job)).toEqual({ 'parse-issue': 'unauthorized permission-missing' })
    expect(run.conclusion).toBe('success')
    expect(run.jobs['model']?.result).toBe('skipped')
    expect(run.jobs[job]?.outputs['proceed']).not.toBe('true')
    expectGoodCitizen()
  })

  test('for a comment that is no command', async () => {
    const issue = newIssue('[MLOps] Train: talk')
    const run = await deliver('commands.yml', commented(issue.number, 'How about /mlops retrain?', 'alice'))
    expect([...new Set(Object.values(run.jobs).map(job => job.result))]).toEqual(['skipped'])
  })

  test('for what the policy of the repository forbids', async () => {
    const issue = session.server.state.createIssue({
      title: '[MLOps] Train: forbidden',
      body: body.replace('random_forest', 'xgboost').replace(/^hyperparameters.*$/m, ''),
      login: 'alice'
    })
    const run = await deliver('train-on-issue.yml', labelled(issue.number, 'mlops:train', 'alice'))
    expect(decisionsOf(run, 'request')).toEqual({ 'parse-issue': 'invalid request-invalid' })
    expect(run.jobs['model']?.result).toBe('skipped')
    expect(session.server.state.commentsOf(issue.number)[0]?.body).toContain('xgboost')
  })
})

test('a request of a stranger is trained when a maintainer approves it', async () => {
  session.server.state.setCollaborator('bob', 'maintain')
  const { number } = newIssue('[MLOps] Train: proposal')
  await deliver('train-on-issue.yml', labelled(number, 'mlops:train', 'mallory'))
  const run = await deliver('commands.yml', commented(number, '/mlops approve', 'bob'))
  expect(decisionsOf(run, 'command')).toEqual({ 'parse-issue': 'accepted request-approved' })
  expect(decisionsOf(run, 'model')).toMatchObject({ train: 'completed trained' })
  expect(run.jobs['stage']?.result).toBe('skipped')
  expectGoodCitizen()
})

describe('a request file becomes a model by workflow_dispatch', () => {
  const dispatched = (file: string): Event => ({
    name: 'workflow_dispatch',
    payload: session.server.events.workflowDispatch('quickstart-local.yml', { 'request-file': file }, 'alice')
  })

  test('in one job', async () => {
    const run = await deliver('quickstart-local.yml', dispatched('requests/forest.yml'))
    expect(decisionsOf(run, 'model')).toEqual({
      'parse-issue': 'accepted request-accepted',
      train: 'completed trained',
      'evaluate-gate': 'pass gate-passed',
      register: 'registered registered-production',
      'edge-export': 'exported exported',
      'record-history': 'recorded recorded'
    })
    expect(run.conclusion).toBe('success')
    expectGoodCitizen()
  })

  test('unless the file is not there', async () => {
    const run = await deliver('quickstart-local.yml', dispatched('requests/none.yml'))
    expect(run.conclusion).toBe('failure')
    expect(decisionsOf(run, 'model')['parse-issue']).toBe('invalid request-file-missing')
    expect(Object.keys(decisionsOf(run, 'model'))).toEqual(['parse-issue'])
    // The runner itself adds that the process ended with exit code 1.
    const errors = run.annotations.filter(({ level, title }) => level === 'error' && title !== undefined)
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('requests/none.yml')
  })
})
