import { afterAll, describe, expect, test } from '@jest/globals'
import { hit, moments } from './cloud-moments.js'
import { CloudProject } from './cloud-project.js'
import { removeWorkspaces } from './workspace.js'

const FASTER = 20
const TIMEOUT_MS = 180_000

afterAll(removeWorkspaces)

describe('SIGKILL, and the runner is gone', () => {
  test.concurrent.each(moments)(
    '$name: a later start follows the job that is there, or asks for it',
    async moment => {
      await CloudProject.with(async project => {
        const run = await project.request()
        const main = await hit(run, moment, 'SIGKILL')
        expect(main.exitCode).toBeNull()
        await run.letHeartbeatGrowStale()
        project.cloud.sagemaker.controls.held.clear()
        const again = await run.step('train', { faster: FASTER })
        expect({ log: again.stdout, outputs: again.outputs }).toMatchObject({
          outputs: { decision: 'completed', 'reason-code': 'trained' }
        })
        expect(run.jobs().map(({ status }) => status)).toEqual(['Completed'])
        const twice = await run.step('train')
        expect(twice.outputs).toMatchObject({ decision: 'completed', 'reason-code': 'already-trained' })
        expect(twice.outputs['metrics']).toBe(again.outputs['metrics'])
      })
    },
    TIMEOUT_MS
  )

  test.concurrent.each(moments)(
    '$name: reconcile ends it, and what comes later says the same',
    async moment => {
      await CloudProject.with(async project => {
        const run = await project.request()
        await hit(run, moment, 'SIGKILL')
        await run.letHeartbeatGrowStale()
        // The first pass stops, the second writes the bill, the third finds nothing to do.
        for (const jobs of [run.jobs().length, run.jobs().length]) {
          const pass = await project.action('reconcile', { faster: FASTER })
          expect({ log: pass.stdout, code: pass.exitCode }).toMatchObject({ code: 0 })
          await Promise.all(run.jobs().map(({ name }) => project.cloud.sagemaker.ended(name)))
          expect(run.jobs()).toHaveLength(jobs)
        }
        const before = await run.record()
        if (before !== undefined) expect(['completed', 'failed', 'stopped']).toContain(before.status)

        const made = run.jobs().length
        project.cloud.sagemaker.controls.held.clear()
        const again = await run.step('train', { faster: FASTER })
        expect({ log: again.stdout, decision: again.outputs['decision'] }).toMatchObject({
          decision: made === 0 ? 'completed' : before?.status
        })
        expect(run.jobs()).toHaveLength(1)
      })
    },
    TIMEOUT_MS
  )
})
