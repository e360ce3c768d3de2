import { afterAll, expect, test } from '@jest/globals'
import { CloudProject } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

afterAll(removeWorkspaces)

test('says how long train takes to ask for a job, and evaluate-gate to judge a small model', async () => {
  await CloudProject.with(async project => {
    const run = await project.request()
    const started = performance.now()
    const training = run.step('train', { faster: 20 })
    while (run.jobs().length === 0) await new Promise(done => setTimeout(done, 2))
    const asked = performance.now() - started
    expectDecision(await training, { action: 'train', decision: 'completed', reasonCode: 'trained' })
    const gate = await run.step('evaluate-gate')
    expectDecision(gate, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
    process.stdout.write(
      `train to CreateTrainingJob: ${(asked / 1000).toFixed(1)} s of 20; evaluate-gate: ${(gate.milliseconds / 1000).toFixed(1)} s of 30\n`
    )
    expect(run.jobs()).toHaveLength(1)
  })
}, 120_000)
