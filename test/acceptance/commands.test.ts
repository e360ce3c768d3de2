import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CompletedRun } from '../../shared/testing/workflow-runner/index.js'
import type { RunObserver } from '../../shared/testing/workflow-runner/run-events.js'
import { exampleWorkflows, type WorkflowSession } from '../../shared/testing/workflow-session.js'
import { releaseRoot } from './release.js'
import { decisionsOf, openRepository, storeOf } from './repository.js'
import { csvOf, smallRows } from './small-dataset.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

/** What a training is to make, and of what. */
interface Forest {
  readonly estimators: number
  readonly dataset: string
}

const body = ({ estimators, dataset }: Forest) => `\`\`\`yaml
algorithm: random_forest
dataset_id: ${dataset}
target: label
hyperparameters: {n_estimators: ${estimators}}
gate: metrics.accuracy >= 0.5
max_retry: 9
edge: {max_size: 5MB, max_latency: 1s}
\`\`\`
`
const retrain = (depth: number) => `/mlops retrain

\`\`\`yaml
hyperparameters: {max_depth: ${depth}}
\`\`\`
`
const QUICK: Forest = { estimators: 5, dataset: 'small' }
/** A training of minutes, which does not end before it is cancelled. */
const SLOW: Forest = { estimators: 10_000, dataset: 'large' }
const LARGE = 300
const COMMANDS = '.github/workflows/commands.yml'
const commands = exampleWorkflows(releaseRoot, ['commands.yml'])[COMMANDS] ?? ''
const waitingForApproval = (text: string) =>
  text.replace(/(actions\/register@v1\n +with:\n)( +)/, '$1$2approval: manual\n$2')

/** The issue of the model `cells`. */
let cells: number
let session: WorkflowSession
beforeAll(async () => {
  session = await openRepository(openWorkspace(), {
    '.mlops/datasets/small/train/rows.csv': csvOf(smallRows('train')),
    '.mlops/datasets/small/test/rows.csv': csvOf(smallRows('test')),
    '.mlops/datasets/large/train/rows.csv': csvOf(
      Array.from({ length: LARGE }, () => smallRows('train')).flat()
    ),
    '.mlops/datasets/large/test/rows.csv': csvOf(smallRows('test'))
  })
  session.server.state.setCollaborator('maria', 'maintain')
})

afterAll(async () => {
  await session.close()
  removeWorkspaces()
})

async function deliver(
  file: string,
  event: Parameters<WorkflowSession['run']>[1],
  observer?: RunObserver
): Promise<CompletedRun> {
  const run = await session.run(file, event, observer)
  if (!run.triggered) throw new Error(`${file} was not started: ${run.reason}`)
  return run
}

function newIssue(model: string, forest = QUICK): number {
  const { state } = session.server
  return state.createIssue({ title: `[MLOps] Train: ${model}`, body: body(forest), login: 'alice' }).number
}

function label(issue: number, observer?: RunObserver): Promise<CompletedRun> {
  const payload = session.server.events.issueLabeled(issue, 'mlops:train', 'alice')
  return deliver('train-on-issue.yml', { name: 'issues', payload }, observer)
}

function say(issue: number, text: string, login: string): Promise<CompletedRun> {
  const { id } = session.server.state.createComment(issue, text, login)
  const payload = session.server.events.issueCommentCreated(id)
  return deliver('commands.yml', { name: 'issue_comment', payload })
}

const jobsOf = (run: CompletedRun) =>
  Object.entries(run.jobs).flatMap(([name, { result }]) =>
    result === 'skipped' ? [] : [`${name} ${result}`]
  )
const record = (run: CompletedRun, job: string, key: string) =>
  storeOf(run, job).read(key) as Readonly<Record<string, unknown>>
const registry = (run: CompletedRun, job: string) => record(run, job, 'models/cells/registry.json')
const botComments = (issue: number) =>
  session.server.state.commentsOf(issue).filter(({ login }) => login.endsWith('[bot]'))

/** The answer in the issue to the last comment that says this. */
function answerTo(issue: number, text: string): string {
  const asked = session.server.state.commentsOf(issue).findLast(({ body: said }) => said === text)
  const marker = `<!-- mlops:answer:${asked?.id ?? ''} -->`
  const answers = botComments(issue).filter(({ body: said }) => said.endsWith(marker))
  expect(answers).toHaveLength(1)
  return answers[0]?.body ?? ''
}

/** Every token stayed inside its permissions and GitHub's API. */
function expectGoodCitizen(): void {
  expect(session.server.violations).toEqual([])
  expect(session.server.calls.filter(call => [401, 403].includes(call.status))).toEqual([])
}

describe('a model that proves to be wrong', () => {
  let back: CompletedRun

  beforeAll(async () => {
    cells = newIssue('cells')
    await label(cells)
    await say(cells, retrain(3), 'alice')
    back = await say(cells, '/mlops rollback reason: wrong on Mondays', 'maria')
  }, 180_000)

  test('is replaced by the one before and quarantined with what it was made from', () => {
    expect(jobsOf(back)).toEqual(['command success', 'rollback success'])
    expect(decisionsOf(back, 'rollback')).toEqual({
      rollback: 'rolled-back rolled-back',
      'edge-export': 'exported exported'
    })
    const { runs } = storeOf(back, 'rollback')
    expect(registry(back, 'rollback')).toMatchObject({
      production: 'v1.0.0',
      versions: [
        { version: 'v1.0.0', stage: 'production' },
        { version: 'v1.1.0', stage: 'quarantined' }
      ],
      quarantine: [
        {
          version: 'v1.1.0',
          reason: 'wrong on Mondays',
          request_sha256: record(back, 'rollback', `runs/${runs[1] ?? ''}/request.json`)['request_sha256'],
          dataset_sha256: expect.stringMatching(/^[0-9a-f]{64}$/)
        }
      ]
    })
  })

  test('and the issue is told', () => {
    const answer = answerTo(cells, '/mlops rollback reason: wrong on Mondays')
    expect(answer).toContain('v1.0.0 is in production again; v1.1.0 is quarantined.')
    expect(answer).toContain('wrong on Mondays')
  })

  test('goes out to the devices with a higher counter than the one it replaces', () => {
    const manifest = (version: string) => record(back, 'rollback', `edge/cells/${version}/manifest.json`)
    expect(manifest('v1.0.0')).toMatchObject({ counter: 3, previous_version: 'v1.1.0' })
    expect(manifest('v1.1.0')).toMatchObject({ counter: 2 })
  })

  test('is rolled back once, however often it is asked for', async () => {
    const again = await say(cells, '/mlops rollback reason: wrong on Mondays', 'maria')
    expect(decisionsOf(again, 'rollback')).toEqual({
      rollback: 'nothing-to-do already-restored',
      'edge-export': 'exported already-exported'
    })
    expect(registry(again, 'rollback')).toEqual(registry(back, 'rollback'))
    expect(answerTo(cells, '/mlops rollback reason: wrong on Mondays')).toContain('`already-restored`')
  })

  test('does not come back by the same request on the same data, or by its name', async () => {
    const retrained = await say(cells, '/mlops retrain', 'alice')
    expect(decisionsOf(retrained, 'model')).toMatchObject({
      'evaluate-gate': 'pass gate-passed',
      register: 'refused quarantined'
    })
    expect(registry(retrained, 'model')).toMatchObject({ production: 'v1.0.0' })
    const named = await say(cells, '/mlops rollback v1.1.0', 'maria')
    expect(decisionsOf(named, 'rollback')).toEqual({ rollback: 'refused version-withdrawn' })
    const approved = await say(cells, '/mlops approve v1.1.0', 'maria')
    expect(decisionsOf(approved, 'stage')).toEqual({ register: 'refused version-not-promotable' })
    expect(answerTo(cells, '/mlops rollback v1.1.0')).toContain('`version-withdrawn`')
    expect(answerTo(cells, '/mlops approve v1.1.0')).toContain('quarantined and cannot become production')
  })

  test('is rolled back only by who may', async () => {
    const refused = await say(cells, '/mlops rollback v1.0.0', 'alice')
    expect(decisionsOf(refused, 'command')).toEqual({ 'parse-issue': 'unauthorized permission-missing' })
    expect(jobsOf(refused)).toEqual(['command success'])
  })

  test('nothing was done beyond the permissions', expectGoodCitizen)
})

describe('candidates', () => {
  const last: { run?: CompletedRun } = {}

  beforeAll(async () => {
    await session.commit({ [COMMANDS]: waitingForApproval(commands) }, 'Wait for approval')
    for (const depth of [4, 5]) last.run = await say(cells, retrain(depth), 'alice')
    await session.commit({ [COMMANDS]: commands }, 'Wait no more')
  }, 180_000)

  test('wait where the workflow says so', () => {
    const { run } = last
    expect(run && decisionsOf(run, 'model')).toMatchObject({ register: 'pending-approval awaiting-approval' })
    expect(run && registry(run, 'model')).toMatchObject({ production: 'v1.0.0' })
  })

  test('become production when they are approved, and go out', async () => {
    const run = await say(cells, '/mlops approve v1.2.0 reason: looks fine', 'maria')
    expect(jobsOf(run)).toEqual(['command success', 'stage success'])
    expect(decisionsOf(run, 'stage')).toEqual({
      register: 'promoted promoted',
      'edge-export': 'exported exported'
    })
    expect(registry(run, 'stage')).toMatchObject({ production: 'v1.2.0' })
    expect(answerTo(cells, '/mlops approve v1.2.0 reason: looks fine')).toContain(
      'v1.2.0 is now in production.'
    )
    expect(record(run, 'stage', 'edge/cells/v1.2.0/manifest.json')).toMatchObject({
      counter: 4,
      previous_version: 'v1.0.0'
    })
    expect(record(run, 'stage', `issues/${cells}.json`)).toMatchObject({
      approvals: expect.arrayContaining([
        expect.objectContaining({ actor: 'maria', decision: 'approved', version: 'v1.2.0' })
      ])
    })
  })

  test('are put aside when they are rejected', async () => {
    const run = await say(cells, '/mlops reject v1.3.0', 'maria')
    expect(decisionsOf(run, 'stage')).toEqual({ register: 'rejected rejected' })
    expect(answerTo(cells, '/mlops reject v1.3.0')).toContain('v1.3.0 is rejected.')
    expect(registry(run, 'stage')).toMatchObject({
      production: 'v1.2.0',
      versions: expect.arrayContaining([expect.objectContaining({ version: 'v1.3.0', stage: 'rejected' })])
    })
  })

  test('are left alone by who may only train', async () => {
    const run = await say(cells, '/mlops approve v1.3.0', 'alice')
    expect(jobsOf(run)).toEqual(['command success'])
  })
})

describe('questions', () => {
  test.each([
    ['/mlops status', 'v1.2.0'],
    ['/mlops help', '/mlops rollback']
  ])('%s is answered by a comment, and starts nothing', async (question, part) => {
    const run = await say(cells, question, 'alice')
    expect(jobsOf(run)).toEqual(['command success'])
    expect(botComments(cells).some(({ body: text }) => text.includes(part))).toBe(true)
  })

  test('and commands leave the labels of the issue to people', () => {
    expect([...(session.server.state.issues.get(cells)?.labels ?? [])]).toContain('mlops:train')
    expectGoodCitizen()
  })
})

describe('two comments at once', () => {
  test('leave both conversations and both models in the store', async () => {
    const issues = ['first', 'second'].map(model => newIssue(model))
    const runs = await Promise.all(issues.map(issue => say(issue, retrain(2), 'alice')))
    for (const run of runs) expect(jobsOf(run)).toEqual(['command success', 'model success'])
    const seen = await say(issues[0] ?? 0, '/mlops status', 'alice')
    for (const issue of issues)
      expect(record(seen, 'command', `issues/${issue}.json`)).toMatchObject({ runs: [{ attempt: 1 }] })
    for (const model of ['first', 'second'])
      expect(record(seen, 'command', `models/${model}/registry.json`)).toMatchObject({ production: 'v1.0.0' })
  })

  test('of which one waits for a training are answered: cancel at once, and that a request waits', async () => {
    const [busy, waiting] = [newIssue('busy', SLOW), newIssue('waiting')]
    let begun: () => void = () => undefined
    const trains = new Promise<void>(resolve => (begun = resolve))
    const holding = label(busy, event => {
      if (event.type === 'step-line' && event.line.text.includes('random forest: ')) begun()
    })
    await Promise.race([trains, holding])
    const queued = say(waiting, retrain(2), 'alice')
    const early = await say(waiting, '/mlops cancel', 'alice')
    expect(jobsOf(early)).toEqual(['command success'])
    const told = botComments(waiting).some(({ body: said }) => said.includes('still waits for its turn'))
    expect(told).toBe(true)
    await say(busy, '/mlops cancel', 'alice')
    expect((await holding).conclusion).toBe('cancelled')
    expect(jobsOf(await queued)).toEqual(['command success', 'model success'])
    expectGoodCitizen()
  })
})

describe('/mlops cancel', () => {
  /** Starts a training that does not end by itself in time, and goes on when it trains. */
  async function training(model: string): Promise<{ issue: number; ended: Promise<CompletedRun> }> {
    const issue = newIssue(model, SLOW)
    let begun: () => void = () => undefined
    const trains = new Promise<void>(resolve => (begun = resolve))
    const ended = label(issue, event => {
      if (event.type === 'step-line' && event.line.text.includes('random forest: ')) begun()
    })
    await Promise.race([trains, ended])
    return { issue, ended }
  }

  test('stops the training in its own workflow run, which records it', async () => {
    const { issue, ended } = await training('slow')
    const stop = await say(issue, '/mlops cancel', 'alice')
    const run = await ended
    expect(jobsOf(stop)).toEqual(['command success', 'stop success'])
    expect(decisionsOf(stop, 'stop')).toEqual({ train: 'stopped run-cancelled' })
    expect(answerTo(issue, '/mlops cancel')).toContain('is being cancelled')
    expect(run.conclusion).toBe('cancelled')
    expect(decisionsOf(run, 'model')).toEqual({
      train: 'stopped cancelled',
      'record-history': 'recorded recorded'
    })
    const again = await say(issue, '/mlops cancel', 'alice')
    expect(decisionsOf(again, 'stop')).toEqual({ train: 'stopped nothing-to-stop' })
    expect(answerTo(issue, '/mlops cancel')).toContain('still waits for its turn')
    const [id = ''] = storeOf(run, 'model').runs.slice(-1)
    expect(record(run, 'model', `runs/${id}/training.json`)).toMatchObject({ status: 'stopped' })
    expectGoodCitizen()
  })

  test('without `actions: write` fails and names the line; the training goes on', async () => {
    const readOnly = commands.replace(/^ +actions: write.*\n/m, '')
    expect(readOnly).not.toBe(commands)
    await session.commit({ [COMMANDS]: readOnly }, 'Take the permission away')
    const { issue, ended } = await training('slower')
    const stop = await say(issue, '/mlops cancel', 'alice')
    expect(stop.jobs['stop']?.result).toBe('failure')
    const errors = stop.annotations.filter(({ level, title }) => level === 'error' && title !== undefined)
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('actions: write')
    expect(answerTo(issue, '/mlops cancel')).toMatch(/could not do its work[^]*actions: write/)
    await session.commit({ [COMMANDS]: commands }, 'Give it back')
    await say(issue, '/mlops cancel', 'alice')
    expect((await ended).conclusion).toBe('cancelled')
  })

  test('has nothing to stop where nothing was asked for', async () => {
    const run = await say(newIssue('quiet'), '/mlops cancel', 'alice')
    expect(run.conclusion).toBe('success')
    expect(jobsOf(run)).toEqual(['command success'])
  })
})
