import { afterAll, expect, test } from '@jest/globals'
import { until } from '../../shared/testing/until.js'
import { CloudProject } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

afterAll(removeWorkspaces)

test('says how long it takes from the event to the job, and evaluate-gate to judge a small model', async () => {
  await CloudProject.with(async project => {
    const started = performance.now()
    const run = await project.request()
    const training = run.step('train', { faster: 20 })
    await until(() => run.jobs().length > 0, 'train to ask for a job', { everyMs: 2 })
    const asked = performance.now() - started
    expectDecision(await training, { action: 'train', decision: 'completed', reasonCode: 'trained' })
    const gate = await run.step('evaluate-gate')
    expectDecision(gate, { action: 'evaluate-gate', decision: 'pass', reasonCode: 'gate-passed' })
    process.stdout.write(
      `From the event to CreateTrainingJob: ${(asked / 1000).toFixed(1)} s of 20; evaluate-gate: ${(gate.milliseconds / 1000).toFixed(1)} s of 30\n`
    )
    expect(run.jobs()).toHaveLength(1)
  })
})
