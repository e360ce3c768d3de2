import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { buildProfile } from '../../shared/src/domain/drift/build-profile.js'
import { driftReport } from '../../shared/src/domain/records/drift-report.js'
import { refusal } from '../../shared/testing/github-server/failures.js'
import { startGitHubServer, type GitHubServer } from '../../shared/testing/github-server/github-server.js'
import { expectDecision, expectFailure } from './expect-run.js'
import { runBundle, type BundleRun } from './run-bundle.js'
import { openWorkspace, removeWorkspaces, type Workspace } from './workspace.js'

afterAll(removeWorkspaces)

const ROWS = 600

interface Row {
  readonly size: number
  readonly weight: number
  readonly colour: string
}

/** Two numeric columns, of which `size` is moved by `shift`, and one of three colours. */
const rows = (shift = 0): Row[] =>
  Array.from({ length: ROWS }, (_, index) => ({
    size: ((index * 617) % ROWS) / ROWS + shift,
    weight: ((index * 419) % ROWS) * 3,
    colour: ['red', 'green', 'blue'][index % 3] ?? ''
  }))

const csv = (list: readonly object[]): string =>
  `${[Object.keys(list[0] ?? {}), ...list.map(row => Object.values(row) as unknown[])].map(cells => cells.join(',')).join('\n')}\n`

function parquet(list: readonly Row[]): Uint8Array {
  const columnData = [
    { name: 'size', type: 'DOUBLE' as const, data: list.map(({ size }) => size) },
    { name: 'weight', type: 'DOUBLE' as const, data: list.map(({ weight }) => weight) },
    { name: 'colour', type: 'STRING' as const, data: list.map(({ colour }) => colour) }
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100 }))
}

function profile(): string {
  const list = rows()
  const texts = ['red', 'green', 'blue']
  return JSON.stringify(
    buildProfile([
      { kind: 'numeric', name: 'size', values: Float64Array.from(list, ({ size }) => size) },
      { kind: 'numeric', name: 'weight', values: Float64Array.from(list, ({ weight }) => weight) },
      {
        kind: 'text',
        name: 'colour',
        codes: Int32Array.from(list, ({ colour }) => texts.indexOf(colour)),
        dictionary: texts
      }
    ])
  )
}

function statistics(): string {
  const common = { num_present: ROWS, num_missing: 0 }
  const buckets = (width: number) =>
    Array.from({ length: 10 }, (_, index) => ({
      lower_bound: index * width,
      upper_bound: (index + 1) * width,
      count: ROWS / 10
    }))
  const numeric = (name: string, width: number) => ({
    name,
    inferred_type: 'Fractional',
    numerical_statistics: { common, std_dev: width, distribution: { kll: { buckets: buckets(width) } } }
  })
  return JSON.stringify({
    dataset: { item_count: ROWS },
    features: [numeric('size', 0.1), numeric('weight', 180)]
  })
}

const drift = (
  workspace: Workspace,
  inputs: Record<string, string>,
  github: Partial<BundleCallOptions> = {}
) => runBundle('drift-check', workspace, { inputs, ...github })
type BundleCallOptions = NonNullable<Parameters<typeof runBundle>[2]>

interface Format {
  readonly name: string
  readonly path: string
  readonly content: () => string | Uint8Array
}

const formats: readonly Format[] = [
  { name: 'CSV', path: 'before.csv', content: () => csv(rows()) },
  { name: 'gzipped CSV', path: 'before.csv.gz', content: () => gzipSync(csv(rows())) },
  { name: 'Parquet', path: 'before.parquet', content: () => parquet(rows()) },
  { name: 'a profile', path: 'baseline.json', content: profile },
  { name: "SageMaker's statistics", path: 'statistics.json', content: statistics }
]

describe.each(formats)('a baseline as $name', ({ path, content }) => {
  const files: [name: string, path: string, content: (list: Row[]) => string | Uint8Array][] = [
    ['CSV', 'after.csv', csv],
    ['gzipped CSV', 'after.csv.gz', list => gzipSync(csv(list))],
    ['Parquet', 'after.parquet', parquet]
  ]

  test.each(files)('finds the shift in %s, and none where there is none', async (_name, current, write) => {
    const workspace = openWorkspace()
    workspace.write(path, content())
    workspace.write(current, write(rows(0.5)))
    const inputs = { baseline: path, current, 'critical-features': 'size' }
    const shifted = await drift(workspace, inputs)
    expectDecision(shifted, { action: 'drift-check', decision: 'retrain', reasonCode: 'critical-feature' })
    expect(shifted.outputs['drifted-features']).toBe('["size"]')
    expect(shifted.stdout).toContain('"size" drifted most (median')
    workspace.write(current, write(rows()))
    const steady = await drift(workspace, { ...inputs, features: 'size, weight' })
    expectDecision(steady, { action: 'drift-check', decision: 'ok', reasonCode: 'no-drift' })
  })
})

describe('columns that do not fit', () => {
  let workspace: Workspace
  beforeEach(() => {
    workspace = openWorkspace()
    workspace.write('before.csv', csv(rows()))
  })

  const compare = async (
    list: readonly object[],
    inputs: Record<string, string> = {}
  ): Promise<BundleRun> => {
    workspace.write('after.csv', csv(list))
    return drift(workspace, { baseline: 'before.csv', current: 'after.csv', ...inputs })
  }
  const violations = (run: BundleRun) =>
    driftReport.parse(JSON.parse(workspace.text(run.outputs['report'] ?? ''))).violations

  test('a missing one is a violation, and alone reason enough where it is critical', async () => {
    const list = rows().map(({ size, colour }) => ({ size, colour }))
    const run = await compare(list)
    expectDecision(run, { action: 'drift-check', decision: 'warn', reasonCode: 'columns-missing' })
    expect(violations(run)).toEqual([{ feature: 'weight', check: 'missing_column', severity: 'warn' }])
    const critical = await compare(list, { 'critical-features': 'weight', 'fail-on': 'retrain' })
    expectDecision(critical, {
      action: 'drift-check',
      decision: 'retrain',
      reasonCode: 'critical-feature',
      fails: true
    })
  })

  test('one with texts among its numbers is a violation', async () => {
    const run = await compare(rows().map((row, index) => (index === 3 ? { ...row, weight: 'broken' } : row)))
    expectDecision(run, { action: 'drift-check', decision: 'warn', reasonCode: 'features-warn' })
    expect(violations(run)).toEqual([{ feature: 'weight', check: 'type_changed', severity: 'warn' }])
  })

  test('a new one is a notice', async () => {
    const run = await compare(rows().map(row => ({ ...row, extra: 1 })))
    expectDecision(run, { action: 'drift-check', decision: 'notice', reasonCode: 'new-columns' })
    expect(violations(run)).toEqual([{ feature: 'extra', check: 'extra_column', severity: 'notice' }])
  })
})

test('few rows are no verdict, and say how many it takes', async () => {
  const workspace = openWorkspace()
  workspace.write('before.csv', csv(rows()))
  workspace.write('after.csv', csv(rows(0.5).slice(0, 20)))
  const run = await drift(workspace, { baseline: 'before.csv', current: 'after.csv' })
  expectDecision(run, { action: 'drift-check', decision: 'insufficient-data', reasonCode: 'too-few-rows' })
  expect(run.stdout).toContain(
    '20 in the current data, and about 600 in the baseline and 200 in the current data'
  )
})

describe('what cannot be compared is one error', () => {
  const errors: [name: string, inputs: Record<string, string>, code: string, message: RegExp][] = [
    [
      'wrong inputs, all of them',
      { current: '', thresholds: 'warn=9', alpha: '7', 'on-retrain': 'dispatch', 'github-token': '' },
      'invalid-inputs',
      /input alpha[^]*input thresholds|input thresholds[^]*input alpha/
    ],
    [
      'a model nobody registered',
      { current: 'after.csv', 'model-id': 'churn' },
      'model-unknown',
      /registry\.json/
    ],
    [
      'current data that are not there',
      { baseline: 'before.csv', current: 'none' },
      'dataset-missing',
      /"none"/
    ],
    [
      'a column nobody has',
      { baseline: 'before.csv', current: 'before.csv', features: 'sise' },
      'feature-unknown',
      /"size"/
    ],
    [
      'a damaged file',
      { baseline: 'before.csv', current: 'broken.parquet' },
      'table-unreadable',
      /broken\.parquet/
    ],
    ['a ragged file', { baseline: 'before.csv', current: 'ragged.csv' }, 'table-ragged', /ragged\.csv, row 3/]
  ]

  test.each(errors)('%s', async (_name, inputs, code, message) => {
    const workspace = openWorkspace()
    workspace.write('before.csv', csv(rows()))
    workspace.write('broken.parquet', 'PAR1 and nothing more')
    workspace.write('ragged.csv', 'size,weight\n1,2\n1\n')
    const run = await drift(workspace, inputs)
    expectFailure(run, 'drift-check', code)
    expect(run.errors[0]).toMatch(message)
    expect(workspace.keys('drift')).toEqual([])
  })
})

describe('asking GitHub to retrain', () => {
  let server: GitHubServer
  let workspace: Workspace
  const workflow = 'on: {workflow_dispatch: {inputs: {model-id: {}, reason: {}, report: {}}}}\njobs: {}\n'
  const inputs = {
    'model-id': 'churn',
    baseline: 'before.csv',
    current: 'after.csv',
    'critical-features': 'size',
    'on-retrain': 'dispatch',
    'retrain-workflow': 'retrain.yml'
  }

  beforeEach(async () => {
    const files = {
      '.github/workflows/retrain.yml': workflow,
      '.github/workflows/other.yml': 'on: {workflow_dispatch: {}}\njobs: {}\n',
      '.github/workflows/push.yml': 'on: push\njobs: {}\n'
    }
    server = await startGitHubServer({ repository: 'acme/models', files })
    workspace = openWorkspace()
    workspace.write('before.csv', csv(rows()))
    workspace.write('after.csv', csv(rows(0.5)))
  })
  afterEach(async () => {
    await server.close()
    expect(server.violations).toEqual([])
  })

  const ask = (permissions: Record<string, 'read' | 'write'>, more: Record<string, string> = {}) =>
    drift(
      workspace,
      { ...inputs, ...more },
      {
        token: server.tokens.issue({ permissions }),
        environment: { GITHUB_API_URL: server.url, GITHUB_SERVER_URL: server.url }
      }
    )

  test('starts the workflow once for the same data', async () => {
    const first = await ask({ actions: 'write' })
    expectDecision(first, { action: 'drift-check', decision: 'retrain', reasonCode: 'critical-feature' })
    expect(first.outputs['retrain-requested']).toBe('true')
    const second = await ask({ actions: 'write' })
    expectDecision(second, { action: 'drift-check', decision: 'retrain', reasonCode: 'critical-feature' })
    expect(second.outputs['retrain-requested']).toBe('false')
    expect(second.summary).toContain('asked for already')
    expect(server.state.dispatches).toEqual([
      {
        kind: 'workflow',
        workflow: 'retrain.yml',
        ref: 'main',
        login: 'github-actions[bot]',
        inputs: {
          'model-id': 'churn',
          reason: expect.stringMatching(/^"size" drifted most/),
          report: first.outputs['report']
        }
      }
    ])
    expect(workspace.has(first.outputs['report'] ?? '')).toBe(true)
  })

  const refusals: [
    name: string,
    permissions: Record<string, 'read' | 'write'>,
    workflow: string,
    message: RegExp
  ][] = [
    ['a token without the permission', { contents: 'read' }, 'retrain.yml', /403[^]*[Aa]dd `actions: write`/],
    ['a workflow that is not there', { actions: 'write' }, 'none.yml', /none\.yml[^]*\.github\/workflows/],
    ['a workflow that cannot be dispatched', { actions: 'write' }, 'push.yml', /Add `workflow_dispatch:`/],
    [
      'a workflow that lacks the inputs',
      { actions: 'write' },
      'other.yml',
      /inputs: \{model-id: \{\}, reason: \{\}, report: \{\}\}/
    ]
  ]

  test.each(refusals)(
    '%s fails the step after the verdict is out',
    async (_name, permissions, file, message) => {
      const run = await ask(permissions, { 'retrain-workflow': file })
      expect(run.exitCode).toBe(1)
      expect(run.errors).toHaveLength(1)
      expect(run.errors[0]).toMatch(message)
      expect(run.outputs).toMatchObject({
        decision: 'retrain',
        severity: 'retrain',
        'reason-code': 'critical-feature',
        'drifted-features': '["size"]',
        'retrain-requested': 'false'
      })
      expect(workspace.has(run.outputs['report'] ?? '')).toBe(true)
      expect(workspace.record('drift/churn/requests.json')).toMatchObject({ requests: [] })
      expect(server.state.dispatches).toEqual([])
      const after = await ask({ actions: 'write' })
      expect(after.outputs['retrain-requested']).toBe('true')
    }
  )

  test('a server that fails is worth another run', async () => {
    server.failures.add(/dispatches$/, refusal(500, 'Server Error'))
    const run = await ask({ actions: 'write' })
    expect([run.exitCode, run.outputs['decision']]).toEqual([1, 'retrain'])
    expect(run.errors[0]).toContain('Running the job again may help')
    expect((await ask({ actions: 'write' })).outputs['retrain-requested']).toBe('true')
  })

  test('opens one issue, and updates it for other data', async () => {
    const issue = { 'on-retrain': 'issue', 'retrain-workflow': '' }
    const first = await ask({ issues: 'write' }, issue)
    expect(first.outputs['retrain-requested']).toBe('true')
    workspace.write('after.csv', csv(rows(0.7)))
    expect((await ask({ issues: 'write' }, issue)).outputs['retrain-requested']).toBe('true')
    expect((await ask({ issues: 'write' }, issue)).outputs['retrain-requested']).toBe('false')
    expect([...server.state.issues.values()]).toMatchObject([
      {
        title: 'Drift: churn should be retrained',
        state: 'open',
        labels: new Set(['mlops:drift']),
        body: expect.stringContaining(`${server.url}/acme/models/actions/runs/1001`)
      }
    ])
  })
})
