import { afterAll, expect, test } from '@jest/globals'
import { expectSoundStore } from './check-store.js'
import { expectDecision } from './expect-run.js'
import { realDataset } from './run-python.js'
import { requestRun, step } from './run-steps.js'
import { workspaceWithRequest } from './trained-workspace.js'
import { openWorkspace, removeWorkspaces } from './workspace.js'

const waits = `
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
print('ready', flush=True)
time.sleep(600)
`
const ignoresSignals = `
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
${waits}`

afterAll(removeWorkspaces)

test.each([
  ['a program that waits', waits],
  ['a program that ignores signals', ignoresSignals]
])('a cancelled workflow stops %s, with everything it started', async (_, program) => {
  const { workspace, trainingId } = await workspaceWithRequest({ algorithm: 'script', hyperparameters: {} })
  workspace.write('program.py', program)
  const run = await step('train', workspace, {
    trainingId,
    inputs: { 'entry-point': 'program.py' },
    interrupt: { at: /^ready$/m, signal: 'SIGINT' }
  })
  expectDecision(run, { action: 'train', decision: 'stopped', reasonCode: 'cancelled', fails: true })
  expect(run.survivors()).toEqual([])
  expect(run.temporary).toEqual([])
  expect(workspace.record(`runs/${trainingId}/training.json`)).toMatchObject({
    status: 'stopped',
    reason_code: 'cancelled'
  })
  expectSoundStore(workspace)
})

test('a cancelled workflow stops a fit in compiled code, and the run can be trained again', async () => {
  const workspace = openWorkspace()
  for (const [key, text] of Object.entries(realDataset('breast_cancer'))) workspace.store(key, text)
  const request = {
    algorithm: 'random_forest',
    dataset_id: 'breast_cancer',
    hyperparameters: { n_estimators: 2000 }
  }
  const trainingId = await requestRun(workspace, request)
  const run = await step('train', workspace, {
    trainingId,
    interrupt: { at: /random forest: /, signal: 'SIGINT' }
  })
  expectDecision(run, { action: 'train', decision: 'stopped', reasonCode: 'cancelled', fails: true })
  expect(run.survivors()).toEqual([])
  expect(run.temporary).toEqual([])
  expect(workspace.has(`.mlops/runs/${trainingId}/output`)).toBe(false)

  const smaller = JSON.stringify({
    ...(workspace.record(`runs/${trainingId}/request.json`)['request'] as object),
    hyperparameters: { n_estimators: 3 }
  })
  const again = await step('train', workspace, { trainingId, inputs: { request: smaller } })
  expectDecision(again, { action: 'train', decision: 'completed', reasonCode: 'trained' })
  expectSoundStore(workspace)
})

test('a program that runs longer than the request allows is stopped', async () => {
  const compute = { max_runtime: '1s' }
  const { workspace, trainingId } = await workspaceWithRequest({
    algorithm: 'script',
    hyperparameters: {},
    compute
  })
  workspace.write('program.py', waits)
  const run = await step('train', workspace, { trainingId, inputs: { 'entry-point': 'program.py' } })
  expectDecision(run, { action: 'train', decision: 'stopped', reasonCode: 'max-runtime', fails: true })
  expect(run.survivors()).toEqual([])
  expect(run.temporary).toEqual([])
})
