import { expect, test } from '@jest/globals'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { aTrainingRecord } from '../../../shared/testing/builders/records.js'
import { hasNoJob } from '../src/has-no-job.js'

const cost = { worst_case_usd: 1, usd_per_hour: 1, instance_type: 'ml.m5.xlarge', instance_count: 1 }
const billed = { ...cost, billed_usd: 0.5 }

test.each<[string, Partial<TrainingRecord>, boolean]>([
  ['one that runs may have one', { status: 'running', job_name: 'j', cost }, false],
  ['one that was left may have one', { status: 'submitted', job_name: 'j', cost: billed }, false],
  ['one that failed and is not billed may have one', { status: 'failed', job_name: 'j', cost }, false],
  ['one that failed and is billed has none', { status: 'failed', job_name: 'j', cost: billed }, true],
  ['one that stopped and names none has none', { status: 'stopped', cost }, true],
  [
    'one that completed has none, even where no bill is known',
    { status: 'completed', job_name: 'j', cost },
    true
  ],
  ['one that never cost anything has none', { status: 'failed', job_name: 'j' }, true]
])('of runs, %s', (_, change, none) => {
  expect(hasNoJob(aTrainingRecord({ backend: 'sagemaker', ...change }))).toBe(none)
})
