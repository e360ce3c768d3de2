import { afterAll, describe, expect, test } from '@jest/globals'
import { hit, moments } from './cloud-moments.js'
import { CloudProject, type CloudRequest } from './cloud-project.js'
import { removeWorkspaces } from './workspace.js'

const FASTER = 20
const TIMEOUT_MS = 180_000

afterAll(removeWorkspaces)

/** Nothing runs, nothing ran twice, and the record says how the run ended. */
async function expectEnded(run: CloudRequest): Promise<void> {
  expect(run.jobs().filter(({ isOver }) => !isOver)).toEqual([])
  expect(run.jobs().length).toBeLessThanOrEqual(1)
  const record = await run.record()
  if (record !== undefined) expect(['completed', 'stopped']).toContain(record.status)
}

/** A re-run gives the same result; one whose job was never made begins, and comes to its end. In all there is one job. */
async function expectOneResult(run: CloudRequest): Promise<void> {
  const before = await run.record()
  const made = run.jobs().length
  run.project.cloud.sagemaker.controls.held.clear()
  const again = await run.step('train', { faster: FASTER })
  const after = await run.record()
  expect(again.stderr).toBe('')
  expect({ log: again.stdout, decision: again.outputs['decision'] }).toMatchObject({
    decision: made === 0 ? 'completed' : before?.status
  })
  if (made > 0) expect(after).toEqual(before)
  expect(run.jobs()).toHaveLength(1)
  expect(run.jobs().every(({ isOver }) => isOver)).toBe(true)
}

describe.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s and the post step', signal => {
  test.concurrent.each(moments)(
    '$name: one job at most, none is left running, one result',
    async moment => {
      await CloudProject.with(async project => {
        const run = await project.request()
        const main = await hit(run, moment, signal)
        expect(main.exitCode).toBe(
          signal === 'SIGKILL' ? null : main.outputs['decision'] === 'completed' ? 0 : 1
        )
        const post = await run.post(main, { faster: FASTER })
        expect({ code: post.exitCode, log: post.stdout + post.stderr }).toMatchObject({ code: 0 })
        await expectEnded(run)
        await expectOneResult(run)
      })
    },
    TIMEOUT_MS
  )
})
