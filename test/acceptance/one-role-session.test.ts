import { afterAll, expect, test } from '@jest/globals'
import { CloudProject, type CloudRequest } from './cloud-project.js'
import { expectDecision } from './expect-run.js'
import { removeWorkspaces } from './workspace.js'

const TIMEOUT_MS = 120_000

afterAll(removeWorkspaces)

/** Tokens that GitHub is asked for while something happens: each is one role session. */
async function tokensOf({ project }: CloudRequest, something: () => Promise<void>): Promise<number> {
  const { oidc } = project.cloud
  const before = oidc.tokensIssued
  await something()
  return oidc.tokensIssued - before
}

test(
  'train and reconcile each assume the role once, for the store and for SageMaker',
  async () => {
    await CloudProject.with(async project => {
      const run = await project.request()
      const training = await tokensOf(run, async () => {
        const main = await run.step('train')
        expectDecision(main, { action: 'train', decision: 'completed', reasonCode: 'trained' })
      })
      const housekeeping = await tokensOf(run, async () => {
        const { outputs, errors } = await run.step('reconcile', { faster: 20 })
        expect({ decision: outputs['decision'], errors }).toEqual({ decision: 'clean', errors: [] })
      })
      expect({ training, housekeeping }).toEqual({ training: 1, housekeeping: 1 })
    })
  },
  TIMEOUT_MS
)
