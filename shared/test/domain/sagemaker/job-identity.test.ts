import { expect, test } from '@jest/globals'
import { identityOf, isSameRun, type JobIdentity } from '../../../src/domain/sagemaker/job-identity.js'

const ours: JobIdentity = { trainingId: 't', repository: 'o/r', specSha256: 'a' }

test.each<[string, JobIdentity, JobIdentity, boolean]>([
  ['the same run asked for differently', ours, { ...ours, specSha256: 'b' }, true],
  ['another run', ours, { ...ours, trainingId: 'u' }, false],
  ['the same id in another repository', ours, { ...ours, repository: 'o/s' }, false],
  [
    'two jobs that say nothing of themselves',
    { ...ours, trainingId: undefined },
    { ...ours, trainingId: undefined },
    false
  ]
])('%s', (_, one, other, same) => {
  expect(isSameRun(one, other)).toBe(same)
})

test('an environment without our variables is nobody’s', () => {
  expect(identityOf(Object.create({ MLOPS_TRAINING_ID: 't' }) as Record<string, string>)).toEqual({
    trainingId: undefined,
    repository: undefined,
    specSha256: undefined
  })
})
