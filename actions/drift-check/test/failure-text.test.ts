import { expect, test } from '@jest/globals'
import { reportFailure } from '../../../shared/src/action/failure.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { InMemoryRunner } from '../../../shared/testing/fakes/in-memory-runner.js'

const text = (message: string, hint: string): string => {
  const runner = new InMemoryRunner()
  reportFailure(
    runner,
    'drift-check',
    new ServiceError('github-unreachable', message, { hint, retryable: true })
  )
  const result = JSON.parse(runner.outputs.get('result') ?? '{}') as { readonly message?: string }
  return result.message ?? ''
}

test.each([
  ['no answer (ECONNREFUSED)', 'check the network', 'no answer (ECONNREFUSED). Check the network.'],
  ['it failed', 'Check the network.', 'it failed. Check the network.'],
  ['it failed!', 'actions: write is missing', 'it failed! actions: write is missing.'],
  ['it failed', '', 'it failed.']
])('%j and the hint %j are sentences', (message, hint, sentences) => {
  expect(text(message, hint)).toBe(`${sentences} Running the job again may help.`)
})
