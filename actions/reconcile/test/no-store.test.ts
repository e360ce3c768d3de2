import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { toReport } from '../src/report.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

test('a store that does not exist is a warning that says which input and which variable to set', async () => {
  const outcome = await world.reconcile(
    { store: '.mlops' },
    { storeExists: () => false, openCloud: undefined }
  )
  expect(outcome).toMatchObject({ decision: 'clean', reasonCode: 'only-warnings' })
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/no store "\.mlops" here.*no run and no training job.*input store.*MLOPS_STORE/)
  ])
  expect(toReport(outcome, 'en').warnings).toEqual(outcome.warnings)
})

test('a store that exists is none, however little is in it', async () => {
  const outcome = await world.reconcile({ store: '.mlops' }, { openCloud: undefined })
  expect(outcome).toMatchObject({ decision: 'clean', reasonCode: 'nothing-to-do', warnings: [] })
})
