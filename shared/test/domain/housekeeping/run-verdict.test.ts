import { describe, expect, test } from '@jest/globals'
import {
  cloudRunVerdict,
  localRunVerdict,
  type OwnerState
} from '../../../src/domain/housekeeping/run-verdict.js'
import type { TrainingRecord } from '../../../src/domain/records/training.js'
import type { JobState } from '../../../src/domain/sagemaker/remote-job.js'
import { aTrainingRecord } from '../../../testing/builders/records.js'
import { aRemoteJob } from '../../../testing/builders/remote-job.js'

const now = new Date('2025-01-10T10:00:00Z')

interface Case {
  readonly status: TrainingRecord['status']
  readonly silentSeconds: number
  readonly job?: JobState
  readonly owner?: OwnerState
  readonly maxAgeSeconds?: number
  readonly change?: Partial<TrainingRecord>
}

function facts({ status, silentSeconds, owner = 'over', maxAgeSeconds = 900, change }: Case) {
  const heartbeat = new Date(now.getTime() - silentSeconds * 1000).toISOString()
  const record = aTrainingRecord({ status, heartbeat_at: heartbeat, ...change })
  return { record, owner, now, maxAgeSeconds }
}

function verdictOn(facing: Case): string {
  const job = facing.job === undefined ? undefined : aRemoteJob(['training'], { state: facing.job })
  const verdict = cloudRunVerdict(facts(facing), job)
  return 'code' in verdict ? `${verdict.what} ${verdict.code}` : verdict.what
}

const wish = { stop_requested_at: '2025-01-10T09:59:00Z' }
const cost = { worst_case_usd: 1, usd_per_hour: 1, instance_type: 'ml.m5.xlarge', instance_count: 1 }

describe('a run with a training job', () => {
  test.each<[string, Case, string]>([
    ['spoken a minute ago, its job ended', { status: 'running', silentSeconds: 60, job: 'failed' }, 'leave'],
    ['silent for longer, its job ended', { status: 'running', silentSeconds: 61, job: 'failed' }, 'settle'],
    [
      'silent for as long as it may be',
      { status: 'running', silentSeconds: 900, job: 'in-progress' },
      'leave'
    ],
    [
      'silent for longer than it may be',
      { status: 'running', silentSeconds: 901, job: 'in-progress' },
      'stop orphaned'
    ],
    [
      'silent for so long after a wish to stop it',
      { status: 'running', silentSeconds: 901, job: 'in-progress', change: wish },
      'stop stop-requested'
    ],
    [
      'silent for so long, its job stopping already',
      { status: 'running', silentSeconds: 901, job: 'stopping' },
      'leave'
    ],
    [
      'silent for so long in a workflow that runs',
      { status: 'running', silentSeconds: 901, job: 'in-progress', owner: 'alive' },
      'doubt'
    ],
    [
      'silent for so long, and nobody knows of its workflow',
      { status: 'running', silentSeconds: 901, job: 'in-progress', owner: 'unknown' },
      'stop orphaned'
    ],
    ['silent for so long, and without a job', { status: 'running', silentSeconds: 901 }, 'end runner-lost'],
    [
      'without a job that may be hiding yet',
      { status: 'running', silentSeconds: 120, maxAgeSeconds: 60 },
      'leave'
    ],
    [
      'without a job that would be seen by now',
      { status: 'running', silentSeconds: 121, maxAgeSeconds: 60 },
      'end runner-lost'
    ],
    ['left running', { status: 'submitted', silentSeconds: 90_000, job: 'in-progress' }, 'leave'],
    [
      'left running, and asked to stop',
      { status: 'submitted', silentSeconds: 0, job: 'in-progress', change: wish },
      'stop stop-requested'
    ],
    [
      'left running, asked to stop, and stopping',
      { status: 'submitted', silentSeconds: 0, job: 'stopping', change: wish },
      'leave'
    ],
    ['left, its job ended', { status: 'submitted', silentSeconds: 0, job: 'completed' }, 'settle'],
    ['left with a job that does not show', { status: 'submitted', silentSeconds: 900 }, 'leave'],
    ['left with a job that does not exist', { status: 'submitted', silentSeconds: 901 }, 'end job-missing'],
    [
      'left a moment ago, whatever the longest silence is',
      { status: 'submitted', silentSeconds: 120, maxAgeSeconds: 60 },
      'leave'
    ],
    ['over, its job running', { status: 'failed', silentSeconds: 0, job: 'in-progress' }, 'stop orphaned'],
    ['over, its job stopping', { status: 'stopped', silentSeconds: 0, job: 'stopping' }, 'leave'],
    ['over, not billed', { status: 'failed', silentSeconds: 0, job: 'failed', change: { cost } }, 'bill'],
    [
      'over and billed',
      { status: 'failed', silentSeconds: 0, job: 'failed', change: { cost: { ...cost, billed_usd: 0 } } },
      'leave'
    ]
  ])('%s', (_, facing, verdict) => {
    expect(verdictOn(facing)).toBe(verdict)
  })
})

describe('a run on a runner', () => {
  test.each<[string, Case, string]>([
    ['that spoke lately is left', { status: 'running', silentSeconds: 900 }, 'leave'],
    ['that is silent ends when its workflow is over', { status: 'running', silentSeconds: 901 }, 'end'],
    [
      'that is silent is doubted while its workflow runs',
      { status: 'running', silentSeconds: 901, owner: 'alive' },
      'doubt'
    ],
    [
      'that is silent is doubted where nobody knows',
      { status: 'running', silentSeconds: 21_600, owner: 'unknown' },
      'doubt'
    ],
    [
      'that is silent for more than six hours ends all the same',
      { status: 'running', silentSeconds: 21_601, owner: 'unknown' },
      'end'
    ],
    ['that is over is left', { status: 'failed', silentSeconds: 90_000 }, 'leave']
  ])('%s', (_, facing, verdict) => {
    expect(localRunVerdict(facts(facing)).what).toBe(verdict)
  })
})
