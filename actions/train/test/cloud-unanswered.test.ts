import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { afterwards } from '../../../shared/testing/aws-server/http/failures.js'
import { CloudWorld, jobName } from './cloud-world.js'

let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

/** The next call of an operation is carried out, and not answered before `answer`. */
function unanswered(operation: string): { readonly arrived: Promise<void>; readonly answer: () => void } {
  let [arrive, answer] = [() => {}, () => {}]
  const arrived = new Promise<void>(done => (arrive = done))
  const answered = new Promise<void>(done => (answer = done))
  const work = () => {
    arrive()
    return answered
  }
  world.cloud.failures.add(new RegExp(`:${operation} `), afterwards(work))
  return { arrived, answer }
}

test.each(['DescribeTrainingJob', 'DescribeLogStreams', 'GetLogEvents'])(
  'main stops the job of a cancelled workflow at once, also while %s is unanswered',
  async operation => {
    world.cloud.sagemaker.controls.held.add('Training')
    world.cloud.sagemaker.controls.logLines = ['epoch 1']
    const process = world.process()
    const running = process.call()
    await world.untilPhase('training')
    const { arrived, answer } = unanswered(operation)
    await arrived
    process.cancellation.abort()
    expect(await running).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    await world.cloud.sagemaker.ended(jobName)
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
    expect(process.lines.join('\n')).not.toContain('cannot be read')
    answer()
    await process.post()
    expect(await world.record()).toMatchObject({ status: 'stopped', reason_code: 'cancelled' })
  }
)
