import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { recordBytes, writeRecord } from '../../../shared/src/action/record-store.js'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { readIssueBody } from '../../../shared/src/domain/intake/issue-body.js'
import { sourceText } from '../../../shared/src/domain/intake/source-text.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../shared/src/domain/request/request-fields.js'
import type { DriftRequest } from '../../../shared/src/domain/records/drift-requests.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequest, aRequestRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { toOutputs } from '../src/outcome.js'
import { toReport } from '../src/report.js'
import { cells, spread, World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  const profile = await world.profileOf(columns())
  await world.register(profile)
  world.file('current.csv', columns(0.5))
})
afterEach(() => world.close())

const ROWS = 400
const columns = (shift = 0) => ({ size: spread(ROWS, shift), weight: spread(ROWS) })
const drift = { 'model-id': 'churn', current: 'current.csv' }
const dispatch = { ...drift, 'on-retrain': 'dispatch', 'retrain-workflow': 'retrain.yml' }
const issue = { ...drift, 'on-retrain': 'issue' }
const requested = async (texts: Record<string, string>) =>
  toOutputs(await world.call(texts))['retrain-requested']

describe('on-retrain: dispatch', () => {
  test('starts the workflow with model, reason and report', async () => {
    const outcome = await world.call(dispatch)
    expect(toOutputs(outcome)['retrain-requested']).toBe('true')
    expect(world.issueTracker.dispatches).toEqual([
      {
        workflow: 'retrain.yml',
        inputs: {
          'model-id': 'churn',
          reason: expect.stringMatching(/^"size" drifted most \(median 0\.\d+ → 0\.\d+; PSI .*above 0\.25\)/),
          report: outcome.uri
        }
      }
    ])
    expect(await world.requests()).toEqual([
      {
        version: 'v1.0.0',
        current_sha256: outcome.report.current.sha256,
        report_id: outcome.report.report_id,
        via: 'dispatch',
        status: 'made',
        at: expect.stringMatching(/^2025-01-10T10:/),
        target: 'retrain.yml'
      }
    ])
  })

  test('starts nothing without need', async () => {
    world.file('current.csv', columns())
    expect(await requested(dispatch)).toBe('false')
    expect(await requested(drift)).toBe('false')
    expect(world.issueTracker.dispatches).toEqual([])
    expect(await world.files('drift/churn/requests')).toEqual([])
  })

  test('asks once for the same data, and says when it did', async () => {
    expect(await requested(dispatch)).toBe('true')
    const again = await world.call(dispatch)
    expect(toOutputs(again)['retrain-requested']).toBe('false')
    expect(again.retraining).toMatchObject({ kind: 'requested-before', target: 'retrain.yml' })
    const { summary, result } = await toReport(again, 'en')
    const [first] = await world.requests()
    expect(summary).toContain(`asked for already at ${first?.at ?? ''}`)
    expect(result).toMatchObject({ retrain_requested: false, retrain_requested_at: first?.at })
    expect(world.issueTracker.dispatches).toHaveLength(1)
  })

  test('asks once for the same data, a day later too', async () => {
    expect(await requested(dispatch)).toBe('true')
    world.minutes += 24 * 60
    expect(await requested(dispatch)).toBe('false')
    expect(world.issueTracker.dispatches).toHaveLength(1)
  })

  test('asks again for other data', async () => {
    await world.call(dispatch)
    world.file('current.csv', columns(0.6))
    expect(await requested(dispatch)).toBe('true')
    expect(await world.requests()).toHaveLength(2)
  })

  test('does not ask again for data that a new version was the answer to', async () => {
    await world.call(dispatch)
    await world.register(await world.profileOf(columns()), ['v1.0.0', 'v1.0.1'])
    const again = await world.call(dispatch)
    expect(again.report).toMatchObject({ severity: 'retrain', version: 'v1.0.1' })
    expect(again.retraining.kind).toBe('requested-before')
    expect(world.issueTracker.dispatches).toHaveLength(1)
  })

  const failures = [
    new UserError('workflow-not-found', 'there is no such workflow'),
    new ServiceError('github-permission-missing', 'GitHub answered 403', { hint: 'add `actions: write`' }),
    new UserError('workflow-inputs-refused', 'Unexpected inputs')
  ]

  test.each(failures)('that fails with $code leaves the report, no claim, and an error', async failure => {
    world.issueTracker.fail(failure)
    const outcome = await world.call(dispatch)
    expect(outcome).toMatchObject({ failure, retraining: { kind: 'failed' } })
    expect(await toReport(outcome, 'en')).toMatchObject({
      decision: 'retrain',
      outputs: { severity: 'retrain', 'retrain-requested': 'false', report: outcome.uri },
      failure
    })
    expect(await world.report(outcome)).toEqual(outcome.report)
    expect(await world.requests()).toEqual([])
  })

  test('that failed is made by the next run', async () => {
    const broken = new World()
    broken.issueTracker.fail()
    await world.call(dispatch, { issueTracker: broken.issueTracker })
    broken.close()
    expect(await requested(dispatch)).toBe('true')
  })

  test('a defect is no refusal, and is not hidden', async () => {
    world.issueTracker.fail(new TypeError('x is undefined'))
    await expect(world.call(dispatch)).rejects.toThrow('x is undefined')
  })

  test('of two jobs at the same time one asks', async () => {
    const outcomes = await Promise.all([world.call(dispatch), world.call(dispatch)])
    expect(outcomes.map(outcome => outcome.retraining.kind).sort()).toEqual(['requested', 'requested-before'])
    expect(world.issueTracker.dispatches).toHaveLength(1)
  })

  test('another job that writes in between is not lost', async () => {
    const other: DriftRequest = {
      version: 'v1.0.0',
      current_sha256: 'f'.repeat(64),
      report_id: 'drift-20250110-093000-1a2b3c4d',
      via: 'dispatch',
      status: 'made',
      at: '2025-01-10T09:30:00Z',
      target: 'retrain.yml'
    }
    const write = world.store.write.bind(world.store)
    let meddled = false
    world.store.write = async (key, bytes, condition) => {
      if (key === layout.driftRequests('churn') && !meddled) {
        meddled = true
        await write(key, recordBytes({ schema_version: 1, model_id: 'churn', requests: [other] }))
      }
      return write(key, bytes, condition)
    }
    const outcome = await world.call(dispatch)
    expect(outcome.retraining.kind).toBe('requested')
    expect(await world.requests()).toMatchObject([
      other,
      { current_sha256: outcome.report.current.sha256, status: 'made' }
    ])
  })

  test.each([
    { minutes: 14, asks: 'false' },
    { minutes: 16, asks: 'true' }
  ])('a claim of a job that is silent for $minutes minutes: asks $asks', async ({ minutes, asks }) => {
    await world.call(dispatch)
    const [made] = await world.requests()
    const record = { schema_version: 1, model_id: 'churn', requests: [{ ...made, status: 'claimed' }] }
    await writeRecord(world.store, layout.driftRequests('churn'), record)
    const claimed = new Date(made?.at ?? '').getUTCMinutes()
    // The first look of a call is the time of the report.
    world.minutes = claimed + minutes - 1
    expect(await requested(dispatch)).toBe(asks)
  })
})

describe('on-retrain: issue', () => {
  test('opens one issue, with the request that a label starts', async () => {
    const request = aRequestRecord({
      training_id: trainingIdOf(1),
      request: aRequest({
        gate: 'slices["``` @me=<b>"].recall >= 0.5',
        hyperparameters: { max_depth: 10, criterion: 'gini' },
        compute: { backend: 'local', max_runtime: '2h' }
      })
    })
    await writeRecord(world.store, layout.request(trainingIdOf(1)), request)
    expect(await requested(issue)).toBe('true')
    const [[number, opened] = []] = [...world.issueTracker.issueTexts]
    expect(opened?.title).toBe('Drift: churn v1.0.0 should be retrained')
    expect(opened?.body).toContain('label `mlops:train`')
    expect(opened?.body).toContain('https://github.test/o/r/actions/runs/5')
    expect([...(world.issueTracker.issues.get(number ?? 0) ?? [])]).toEqual(['mlops:drift'])
    const options = { fieldNames: requestFieldNames, textFields }
    const body = await readIssueBody(sourceText('issue', opened?.body ?? ''), options)
    if (!body.ok) throw new Error(JSON.stringify(body.problems))
    expect(await buildRequest(body.value, { policy: {}, modelId: 'other' })).toEqual({
      ok: true,
      value: { ...request.request, learning_type: 'supervised' }
    })
  })

  test('says so where the request is gone', async () => {
    await world.call(issue)
    const [opened] = [...world.issueTracker.issueTexts.values()]
    expect(opened?.body).toContain('somebody starts the training workflow')
    expect(opened?.body).not.toContain('```')
  })

  test('updates the issue for other data', async () => {
    await world.call(issue)
    world.file('current.csv', columns(0.9))
    expect(await requested(issue)).toBe('true')
    expect(world.issueTracker.issueTexts.size).toBe(1)
    expect(await requested(issue)).toBe('false')
  })

  test('says what an attacker calls a column, and nothing more', async () => {
    const evil = '@octocat <img src=x> [x](http://evil) `</code>` ```yaml'
    const named = (shift: number) => ({ [evil]: spread(ROWS, shift), b: cells(ROWS, index => index) })
    world.file('profile.json', JSON.stringify(await world.profileOf(named(0))))
    world.file('current.csv', named(0.5))
    await world.call({ ...issue, baseline: 'profile.json' })
    const [opened] = [...world.issueTracker.issueTexts.values()]
    expect(opened?.body).toContain('octocat')
    expect(opened?.body).not.toMatch(/(^|[^`])@octocat|^```/m)
  })
})
