import { beforeEach, describe, expect, test } from '@jest/globals'
import { followJob, type FollowOptions } from '../../../src/action/remote-training/follow-job.js'
import { ServiceError, UserError } from '../../../src/errors.js'
import { aJobSpec } from '../../../testing/builders/job-plan.js'
import { codeOf } from '../../../testing/code-of.js'
import { InMemoryRemoteTraining } from '../../../testing/fakes/in-memory-remote-training.js'

const spec = aJobSpec()
const name = spec.TrainingJobName
const throttled = () => new ServiceError('sagemaker-throttled', 'slow down', { retryable: true })

/** A world whose time passes only while somebody sleeps; `at` is what happens after so many seconds. */
class World {
  seconds = 0
  readonly remote = new InMemoryRemoteTraining({ now: () => this.now() })
  readonly lines: string[] = []
  readonly statuses: string[] = []
  readonly pauses: number[] = []
  readonly stop = new AbortController()
  private readonly events: { second: number; happen: () => void }[] = []

  now(): Date {
    return new Date(Date.UTC(2025, 0, 10, 9, 31) + this.seconds * 1000)
  }

  at(second: number, happen: () => void): this {
    this.events.push({ second, happen })
    return this
  }

  private pass(milliseconds: number): void {
    const until = this.seconds + milliseconds / 1000
    for (const event of this.events.filter(({ second }) => second > this.seconds && second <= until)) {
      this.seconds = event.second
      event.happen()
    }
    this.seconds = until
  }

  follow(change: Partial<FollowOptions> = {}) {
    return followJob(this.remote, name, {
      clock: { now: () => this.now() },
      sleep: async milliseconds => {
        this.pauses.push(milliseconds / 1000)
        this.pass(milliseconds)
      },
      signal: this.stop.signal,
      onStatus: text => this.statuses.push(text),
      onLine: line => this.lines.push(line),
      random: () => 0.5,
      ...change
    })
  }
}

describe('followJob', () => {
  let world: World
  beforeEach(async () => {
    world = new World()
    await world.remote.create(spec)
  })

  test('shows each state once, the log live and whole, and how it ended', async () => {
    const { remote } = world
    world
      .at(5, () => remote.enter(name, 'downloading'))
      .at(12, () => {
        remote.enter(name, 'training')
        remote.say(name, 'training kit 1.0.0')
      })
      .at(30, () => remote.say(name, 'train_accuracy=0.9'))
      .at(40, () => remote.enter(name, 'uploading'))
      .at(50, () => remote.enter(name, 'completed', { trainingSeconds: 38, billableSeconds: 40 }))
      // CloudWatch is late.
      .at(54, () => remote.say(name, 'train_accuracy=0.95'))
    const following = await world.follow()
    expect(following).toMatchObject({ ended: true, end: { how: 'completed' }, job: { billableSeconds: 40 } })
    expect(following.ended && following.metrics).toEqual(new Map([['train_accuracy', 0.95]]))
    expect(world.statuses).toEqual([
      'Starting (after 0 s)',
      'Downloading the data and the image (after 5 s)',
      'Training (after 12 s)',
      'Uploading the model (after 40 s)',
      'Completed (after 50 s)'
    ])
    expect(world.lines).toEqual(['training kit 1.0.0', 'train_accuracy=0.9', 'train_accuracy=0.95'])
  })

  test('looks at a long job every 25 s in the middle, sooner at its start and while it ends', async () => {
    const { remote } = world
    world
      .at(1, () => remote.enter(name, 'training'))
      .at(1000, () => remote.enter(name, 'uploading'))
      .at(1010, () => remote.enter(name, 'completed'))
    await world.follow()
    // 0 to 300 s every 10 s, then every 25 s, then every 5 s, then twice 3 s for the last lines.
    expect(world.pauses.slice(0, 31)).toEqual([...Array<number>(30).fill(10), 25])
    expect(world.pauses.slice(-5)).toEqual([25, 5, 5, 3, 3])
  })

  test('asks once a look', async () => {
    world.at(100, () => world.remote.enter(name, 'completed'))
    await world.follow()
    const looks = world.remote.calls.filter(call => call.startsWith('describe')).length
    expect(looks).toBe(12)
  })

  test('is not harmed by what a log says', async () => {
    world.at(3, () => {
      world.remote.say(name, '::stop-commands::x\n\u001b[31mred')
      world.remote.enter(name, 'completed')
    })
    await world.follow()
    expect(world.lines).toEqual([':\u200b:stop-commands::x', 'red'])
  })

  test('tells instances apart where there are several', async () => {
    world.at(3, () => {
      world.remote.say(name, 'one', 'algo-1')
      world.remote.say(name, 'two', 'algo-2')
      world.remote.enter(name, 'completed')
    })
    await world.follow()
    expect(world.lines).toEqual(['one', '[algo-2] two'])
  })

  test('shows no more of an endless log than the runner can bear', async () => {
    world.at(3, () => {
      for (let line = 0; line < 2100; line += 1) world.remote.say(name, 'x'.repeat(2000))
      world.remote.enter(name, 'completed')
    })
    await world.follow()
    // 4,000,000 characters at most.
    expect(world.lines).toHaveLength(2000)
    expect(world.statuses.filter(text => text.includes('too long'))).toHaveLength(1)
  })

  test('outlives throttling and says so once', async () => {
    world.remote.failNext('describe', throttled(), throttled(), throttled())
    world.at(60, () => world.remote.enter(name, 'completed'))
    expect(await world.follow()).toMatchObject({ end: { how: 'completed' } })
    expect(world.statuses.filter(text => text.startsWith('SageMaker does not answer'))).toHaveLength(1)
  })

  test('gives up after half an hour without an answer', async () => {
    world.remote.failNext('describe', ...Array.from({ length: 1000 }, throttled))
    expect(await codeOf(world.follow())).toBe('sagemaker-throttled')
    expect(world.seconds).toBeGreaterThan(1800)
    expect(world.seconds).toBeLessThan(1900)
  })

  test('does not go on without credentials', async () => {
    world.remote.failNext('describe', new UserError('credentials-expired', 'expired'))
    expect(await codeOf(world.follow())).toBe('credentials-expired')
  })

  test('goes on without a log', async () => {
    world.remote.failNext('logs', new UserError('logs-access-denied', 'AWS refused'))
    world.at(30, () => world.remote.enter(name, 'completed'))
    expect(await world.follow()).toMatchObject({ end: { how: 'completed' } })
    expect(world.statuses).toContain('The log cannot be read: AWS refused')
    expect(world.remote.calls.filter(call => call.startsWith('logs'))).toHaveLength(1)
  })

  test('does not lose the end to a failure of the last look', async () => {
    world.at(5, () => {
      world.remote.enter(name, 'completed')
      world.at(11, () => world.remote.failNext('describe', new UserError('credentials-expired', 'expired')))
    })
    expect(await world.follow()).toMatchObject({ end: { how: 'completed' } })
  })

  test('waits for a job that is not to be seen yet, but not for ever', async () => {
    const empty = new World()
    empty.at(30, () => void empty.remote.create(spec)).at(50, () => empty.remote.enter(name, 'completed'))
    expect(await empty.follow()).toMatchObject({ end: { how: 'completed' } })
    expect(await codeOf(new World().follow())).toBe('job-missing')
  })

  test('lets go of the job when asked, and another following reads on', async () => {
    world.at(5, () => world.remote.say(name, 'first')).at(25, () => world.stop.abort())
    const following = await world.follow()
    expect(following).toMatchObject({ ended: false, job: { state: 'in-progress' } })
    expect(world.remote.calls.some(call => call.startsWith('stop'))).toBe(false)
    world.remote.say(name, 'second')
    world.remote.enter(name, 'completed')
    const cursor = following.ended ? undefined : following.cursor
    await world.follow({ signal: new AbortController().signal, cursor })
    expect(world.lines).toEqual(['first', 'second'])
  })

  test('beats at every look, and speaks up after five quiet minutes', async () => {
    const beats: (string | undefined)[] = []
    world
      .at(1, () => world.remote.enter(name, 'training'))
      .at(700, () => world.remote.enter(name, 'completed'))
    await world.follow({ onHeartbeat: async job => void beats.push(job?.phase) })
    expect(new Set(beats)).toEqual(new Set(['starting', 'training']))
    expect(world.statuses.filter(text => text.includes('since it was asked for'))).toEqual([
      'Training: 5 min 25 s since it was asked for',
      'Training: 10 min 25 s since it was asked for'
    ])
  })

  test("knows the user's own stop and the kit's own words", async () => {
    world.at(5, () => world.remote.enter(name, 'stopped'))
    expect(await world.follow({ stopRequested: () => true })).toMatchObject({
      end: { code: 'stop-requested' }
    })

    const other = new World()
    await other.remote.create(spec)
    other.at(5, () => {
      other.remote.say(name, 'error: one-class: the target has one class')
      other.remote.enter(name, 'failed', { failureReason: 'AlgorithmError: x' })
    })
    expect(await other.follow()).toMatchObject({ end: { code: 'one-class', cause: 'user-error' } })
  })
})
