import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SageMakerTraining } from '../../../../src/adapters/aws/sagemaker/sagemaker-training.js'
import { codeOf } from '../../../../testing/code-of.js'
import { ScriptedAws } from '../sagemaker/scripted-aws.js'

const streams = (...names: string[]) => ({
  body: { logStreams: names.map(logStreamName => ({ logStreamName })) }
})
const events = (token: string, ...lines: [number, string][]) => ({
  body: { events: lines.map(([timestamp, message]) => ({ timestamp, message })), nextForwardToken: token }
})

describe('the log of a training job', () => {
  let aws: ScriptedAws
  let remote: SageMakerTraining

  beforeEach(async () => {
    aws = new ScriptedAws()
    const endpoint = await aws.listen()
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    remote = new SageMakerTraining({ region: 'eu-central-1', credentials, endpoint, maxAttempts: 1 })
  })
  afterEach(async () => aws.close())

  const inputs = (operation: string) =>
    aws.calls.filter(call => call.operation === operation).map(call => call.input)

  test('is empty before the account has ever had one', async () => {
    aws.on('DescribeLogStreams', {
      error: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.'
    })
    expect(await remote.logs('job-1', undefined)).toEqual({
      events: [],
      cursor: { streams: {} },
      more: false
    })
  })

  test('is not that of a job whose name begins alike', async () => {
    aws.on('DescribeLogStreams', streams())
    await remote.logs('job-1', undefined)
    expect(inputs('DescribeLogStreams')).toEqual([
      { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: 'job-1/' }
    ])
  })

  test('is read on over empty pages until the token repeats', async () => {
    aws
      .on('DescribeLogStreams', streams('job-1/algo-1-1736501460'))
      .on('GetLogEvents', events('t1', [1, 'one']), events('t2'), events('t3', [2, 'two']), events('t3'))
    const page = await remote.logs('job-1', undefined)
    expect(page).toEqual({
      events: [
        { stream: 'algo-1', at: new Date(1), message: 'one' },
        { stream: 'algo-1', at: new Date(2), message: 'two' }
      ],
      cursor: { streams: { 'job-1/algo-1-1736501460': 't3' } },
      more: false
    })
    expect(inputs('GetLogEvents').map(input => (input as { nextToken?: string }).nextToken)).toEqual([
      undefined,
      't1',
      't2',
      't3'
    ])
  })

  test('goes on where it was left, and takes in the stream of an instance that came later', async () => {
    aws
      .on('DescribeLogStreams', streams('job-1/algo-1-1', 'job-1/algo-1-2'))
      .on('GetLogEvents', events('t9'), events('u1', [5, 'again']), events('u1'))
    const page = await remote.logs('job-1', { streams: { 'job-1/algo-1-1': 't9' } })
    expect(page.events.map(event => event.message)).toEqual(['again'])
    expect(page.cursor.streams).toEqual({ 'job-1/algo-1-1': 't9', 'job-1/algo-1-2': 'u1' })
  })

  test('has the lines of several instances in the order of their time', async () => {
    aws
      .on('DescribeLogStreams', streams('j/algo-1-1', 'j/algo-2-1'))
      .on(
        'GetLogEvents',
        events('a', [1, 'first'], [4, 'fourth']),
        events('a'),
        events('b', [1, 'second'], [3, 'third']),
        events('b')
      )
    const page = await remote.logs('j', undefined)
    expect(page.events.map(event => event.message)).toEqual(['first', 'second', 'third', 'fourth'])
  })

  test('comes in bounded pages', async () => {
    const endless = Array.from({ length: 20 }, (_, index) => events(`t${index}`, [index, 'x']))
    aws.on('DescribeLogStreams', streams('j/algo-1-1')).on('GetLogEvents', ...endless)
    expect(await remote.logs('j', undefined)).toMatchObject({
      more: true,
      cursor: { streams: { 'j/algo-1-1': 't4' } }
    })
  })

  test('of ten instances comes in two pages each', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `j/algo-${index + 1}-1`)
    const endless = Array.from({ length: 40 }, (_, index) => events(`t${index}`, [index, 'x']))
    aws.on('DescribeLogStreams', streams(...names)).on('GetLogEvents', ...endless)
    const page = await remote.logs('j', undefined)
    expect(page).toMatchObject({
      more: true,
      cursor: { streams: { 'j/algo-1-1': 't1', 'j/algo-10-1': 't19' } }
    })
    expect(page.events).toHaveLength(20)
  })

  test.each([
    ['AccessDeniedException', 'logs-access-denied'],
    ['ExpiredTokenException', 'credentials-expired'],
    ['ThrottlingException', 'logs-throttled'],
    ['Strange', 'logs-failed']
  ])('says why it cannot be read: %s', async (error, code) => {
    aws.on('DescribeLogStreams', { error, message: 'x' })
    expect(await codeOf(remote.logs('j', undefined))).toBe(code)
  })
})
