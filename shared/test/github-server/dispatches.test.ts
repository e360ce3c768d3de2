import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { serverPlace } from './server-place.js'

const RETRAIN = `on:
  workflow_dispatch:
    inputs:
      model-id: {required: true}
      reason: {default: by hand}
      deep: {type: boolean}
      rows: {type: number}
      size: {type: choice, options: [small, large]}
      where: {type: environment}
jobs: {}
`
const files = {
  '.github/workflows/retrain.yml': RETRAIN,
  '.github/workflows/push.yml': 'on: push\njobs: {}\n',
  '.github/workflows/many.yml': 'on: [push, workflow_dispatch]\njobs: {}\n'
}
const dispatch = (workflow: string, inputs?: Readonly<Record<string, unknown>>, ref = 'main') =>
  place.call('POST', `/actions/workflows/${workflow}/dispatches`, { ref, ...(inputs && { inputs }) })

let place: Awaited<ReturnType<typeof serverPlace>>
beforeEach(async () => {
  place = await serverPlace({ files })
})
afterEach(async () => place.server.close())

describe('a workflow is started', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['with what it needs', 'retrain.yml', { 'model-id': 'churn' }],
    [
      'with every type of input',
      'retrain.yml',
      { 'model-id': 'churn', reason: '', deep: 'true', rows: '2e3', size: 'large', where: 'production' }
    ],
    ['from a list of events', 'many.yml', {}]
  ])('%s', async (_, workflow, inputs) => {
    expect((await dispatch(workflow, inputs)).status).toBe(204)
    expect(place.server.state.dispatches).toEqual([
      { kind: 'workflow', workflow, ref: 'main', inputs, login: 'github-actions[bot]' }
    ])
    expect(place.server.violations).toEqual([])
  })
})

describe('a workflow is not started', () => {
  const model = { 'model-id': 'churn' }
  test.each<
    [name: string, workflow: string, inputs: Record<string, unknown>, status: number, message: RegExp]
  >([
    ['that does not exist', 'none.yml', model, 404, /^Not Found$/],
    ['that does not listen', 'push.yml', {}, 422, /does not have 'workflow_dispatch' trigger/],
    [
      'with an input it does not declare',
      'retrain.yml',
      { ...model, odd: '1' },
      422,
      /Unexpected inputs provided: \["odd"\]/
    ],
    ['without a required input', 'retrain.yml', {}, 422, /Required input 'model-id' not provided/],
    ['with an empty required input', 'retrain.yml', { 'model-id': '' }, 422, /Required input 'model-id'/],
    [
      'with another boolean',
      'retrain.yml',
      { ...model, deep: 'yes' },
      422,
      /Provided value 'yes' for input 'deep'/
    ],
    ['with another number', 'retrain.yml', { ...model, rows: 'many' }, 422, /Provided value 'many'/],
    ['with another choice', 'retrain.yml', { ...model, size: 'huge' }, 422, /Provided value 'huge'/],
    [
      'with inputs that are too large',
      'retrain.yml',
      { ...model, reason: 'x'.repeat(70_000) },
      422,
      /too large/
    ]
  ])('%s', async (_, workflow, inputs, status, message) => {
    expect(await dispatch(workflow, inputs)).toMatchObject({
      status,
      body: { message: expect.stringMatching(message) }
    })
    expect(place.server.state.dispatches).toEqual([])
  })

  test('that was disabled', async () => {
    place.server.state.disabledWorkflows.add('retrain.yml')
    expect(await dispatch('retrain.yml', { 'model-id': 'churn' })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('disabled workflow') }
    })
  })

  test('on a branch that does not exist', async () => {
    expect(await dispatch('many.yml', {}, 'gone')).toMatchObject({ status: 422 })
  })

  test('without `actions: write`', async () => {
    const reader = place.server.tokens.issue({ permissions: { actions: 'read', contents: 'write' } })
    const answer = await place.call('POST', '/actions/workflows/many.yml/dispatches', { ref: 'main' }, reader)
    expect(answer).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' }
    })
    expect(place.server.state.dispatches).toEqual([])
  })
})
