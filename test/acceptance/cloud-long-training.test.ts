import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from '@jest/globals'
import { CloudProject } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

/** A second is more than three minutes. */
const FASTER = 200
const THREE_HOURS_MS = 3 * 3_600_000
/** The action asks for keys that last an hour. */
const SHORTER_KEYS = 4
const TIMEOUT_MS = 180_000

afterAll(removeWorkspaces)

/** A clock that runs faster once it is told to. */
function fasterClock() {
  let epoch = Infinity
  return {
    start: () => (epoch = Date.now()),
    now: () => new Date(Date.now() + Math.max(0, Date.now() - epoch) * (FASTER - 1))
  }
}

test(
  'a training of three hours with keys of fifteen minutes never uses an expired one',
  async () => {
    const clock = fasterClock()
    const use = async (project: CloudProject) => {
      const { sagemaker, sts, oidc, calls } = project.cloud
      sts.timeScale = SHORTER_KEYS
      sagemaker.controls.held.add('Training')
      const run = await project.request({ compute: { backend: 'sagemaker', max_runtime: '6h' } })
      const tokensBefore = oidc.tokensIssued

      const training = run.step('train', { faster: FASTER, epoch: clock.start() })
      await run.reached('Training')
      await pause(THREE_HOURS_MS / FASTER)
      sagemaker.controls.held.clear()
      const main = await training

      expectDecision(main, { action: 'train', decision: 'completed', reasonCode: 'trained' })
      expect(run.jobs().map(({ status }) => status)).toEqual(['Completed'])
      // As many lives of the keys at least.
      expect(oidc.tokensIssued - tokensBefore).toBeGreaterThanOrEqual(THREE_HOURS_MS / 900_000)
      // Records, the job and its log are looked for before they are there.
      const missing = ['NoSuchKey', 'ValidationException', 'ResourceNotFoundException']
      const refusals = calls.flatMap(({ refusal = [] }) => refusal)
      expect(refusals.filter(code => !missing.includes(code))).toEqual([])
    }
    await CloudProject.with(use, { now: clock.now, timeScale: 1 })
  },
  TIMEOUT_MS
)
