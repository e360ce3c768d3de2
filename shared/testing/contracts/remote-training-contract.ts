import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { jobNameOf } from '../../src/domain/sagemaker/job-name.js'
import type { TrainingJobSpec } from '../../src/domain/sagemaker/training-job-spec.js'
import type { RemoteTraining, TaggedJob } from '../../src/ports/remote-training.js'
import { aJobPlan, aJobSpec } from '../builders/job-plan.js'
import { trainingIdOf } from '../builders/records.js'
import { codeOf } from '../code-of.js'

/** A service for a test: its jobs run until they are stopped, and their log has the lines `one` and `two`. */
export interface OpenedTraining {
  readonly remote: RemoteTraining
  /** The same job on a place of the service's own. */
  place(spec: TrainingJobSpec): TrainingJobSpec
  /** Returns when the job has written its log. */
  untilLogged(name: string): Promise<void>
  /** Returns when a job that was asked to stop has ended. */
  untilEnded(name: string): Promise<void>
  close(): Promise<void>
}

async function all(jobs: AsyncIterable<TaggedJob>): Promise<TaggedJob[]> {
  const found: TaggedJob[] = []
  for await (const job of jobs) found.push(job)
  return found
}

const names = async (jobs: AsyncIterable<TaggedJob>) => (await all(jobs)).map(job => job.name)

function specOf(run: number, change: { repository?: string } = {}): TrainingJobSpec {
  const plan = aJobPlan()
  return aJobSpec({ run: { ...plan.run, trainingId: trainingIdOf(run), ...change } })
}

/** What every remote training service must do. */
export function remoteTrainingContract(name: string, open: () => Promise<OpenedTraining>): void {
  describe(`${name} as a remote training service`, () => {
    let opened: OpenedTraining
    let remote: RemoteTraining
    const nobody = jobNameOf(trainingIdOf(99), 'nobody')

    beforeEach(async () => {
      opened = await open()
      remote = opened.remote
    })
    afterEach(async () => opened.close())

    test('knows nothing of a job that was never made', async () => {
      expect(await remote.describe(nobody)).toBeUndefined()
      expect(await remote.stop(nobody)).toBe('unknown')
      expect((await remote.logs(nobody, undefined)).events).toEqual([])
    })

    test('makes a job once, however often it is asked', async () => {
      const spec = opened.place(specOf(1))
      expect(await remote.create(spec)).toBe('created')
      expect(await remote.create(spec)).toBe('exists')
      expect(await names(remote.list('o/r'))).toEqual([spec.TrainingJobName])
    })

    test('describes a job as it was asked for', async () => {
      const spec = opened.place(specOf(2))
      await remote.create(spec)
      const job = await remote.describe(spec.TrainingJobName)
      expect(job).toMatchObject({ name: spec.TrainingJobName, state: 'in-progress', spot: false })
      expect(job?.identity).toEqual({
        trainingId: trainingIdOf(2),
        repository: 'o/r',
        specSha256: spec.Environment['MLOPS_SPEC_SHA256']
      })
    })

    test('refuses a name that another repository has taken', async () => {
      await remote.create(opened.place(specOf(3, { repository: 'other/r' })))
      expect(await codeOf(remote.create(opened.place(specOf(3))))).toBe('job-name-taken')
    })

    test('lists the running jobs of one repository', async () => {
      const ours = opened.place(specOf(4))
      await remote.create(ours)
      await remote.create(opened.place(specOf(5, { repository: 'other/r' })))
      const [job] = await all(remote.list('o/r'))
      expect(job?.name).toBe(ours.TrainingJobName)
      expect(job?.tags.get('mlops:training-id')).toBe(trainingIdOf(4))
      expect(await names(remote.list('nobody/r'))).toEqual([])
    })

    test('stops a job, and says of an ended one that it has ended', async () => {
      const spec = opened.place(specOf(6))
      await remote.create(spec)
      expect(await remote.stop(spec.TrainingJobName)).toBe('stopping')
      await opened.untilEnded(spec.TrainingJobName)
      expect((await remote.describe(spec.TrainingJobName))?.state).toBe('stopped')
      expect(await remote.stop(spec.TrainingJobName)).toBe('already-ended')
      expect(await names(remote.list('o/r'))).toEqual([])
    })

    test('shows every line of a log once, from a cursor that may be stored', async () => {
      const spec = opened.place(specOf(7))
      await remote.create(spec)
      await opened.untilLogged(spec.TrainingJobName)
      const first = await remote.logs(spec.TrainingJobName, undefined)
      expect(first.events.map(event => event.message.trim())).toEqual(expect.arrayContaining(['one', 'two']))
      expect(first.events[0]?.stream).toBe('algo-1')
      const stored: unknown = JSON.parse(JSON.stringify(first.cursor))
      const next = await remote.logs(spec.TrainingJobName, stored as typeof first.cursor)
      expect(next.events).toEqual([])
    })
  })
}
