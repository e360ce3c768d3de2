import { expect, test } from '@jest/globals'
import { decisionsOf } from '../../scripts/demo/outcome.js'
import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'

test('npm run workflow lists steps that decided, steps that failed, and nothing of others', () => {
  const result = (decision: string | null, code: string) => ({
    outputs: { result: JSON.stringify({ action: 'train', decision, reason_code: code }) }
  })
  const steps = { a: result('completed', 'trained'), b: result(null, 'record-missing'), c: { outputs: {} } }
  const run = { jobs: { model: { steps } } } as unknown as CompletedRun
  expect(decisionsOf(run)).toEqual([
    'train           completed    trained',
    'train           (failed)     record-missing'
  ])
})
