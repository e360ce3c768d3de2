import { afterEach, beforeEach, expect, test } from '@jest/globals'
import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput
} from '@aws-sdk/client-cloudwatch-logs'
import { cloudPlace, shell, type CloudPlace } from '../cloud-place.js'

const GROUP = '/aws/sagemaker/TrainingJobs'

let place: CloudPlace

beforeEach(async () => {
  place = await cloudPlace()
})

afterEach(async () => {
  await place.close()
  expect(place.cloud.violations).toEqual([])
  expect(place.clientViolations).toEqual([])
})

const streams = async (prefix: string, more: object = {}) => {
  const input = { logGroupName: GROUP, logStreamNamePrefix: prefix, ...more }
  const { logStreams = [], nextToken } = await place.logs.send(new DescribeLogStreamsCommand(input))
  return { names: logStreams.map(({ logStreamName = '' }) => logStreamName), nextToken }
}

const page = async (stream: string, input: Partial<GetLogEventsCommandInput> = {}) => {
  const asked = { logGroupName: GROUP, logStreamName: stream, ...input }
  const {
    events = [],
    nextForwardToken,
    nextBackwardToken
  } = await place.logs.send(new GetLogEventsCommand(asked))
  return { lines: events.map(({ message }) => message), nextForwardToken, nextBackwardToken }
}

/** Reads to the end as AWS says: until the token repeats. */
async function readAll(stream: string, limit: number) {
  const pages: (string | undefined)[][] = []
  let nextToken: string | undefined
  for (;;) {
    const read = await page(stream, {
      startFromHead: true,
      limit,
      ...(nextToken !== undefined && { nextToken })
    })
    if (read.nextForwardToken === nextToken) return pages
    pages.push(read.lines)
    nextToken = read.nextForwardToken
  }
}

test('there is no group before the first log, and no stream of another name', async () => {
  const absent = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
  await expect(streams('job-1/')).rejects.toMatchObject(absent)
  await expect(page('job-1/algo-1-1')).rejects.toMatchObject(absent)
  await place.run(shell('echo hello'))
  await expect(page('job-1/algo-1-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('the prefix of a job finds its streams, host by host, and not those of job-10', async () => {
  const ResourceConfig = { InstanceType: 'ml.m5.large' as const, InstanceCount: 2, VolumeSizeInGB: 1 }
  await place.run({ ...shell('echo hello'), ResourceConfig })
  await place.run({ ...shell('echo hello'), TrainingJobName: 'job-10' })
  const { names } = await streams('job-1/')
  expect(names).toEqual([
    expect.stringMatching(/^job-1\/algo-1-\d{10}$/),
    expect.stringMatching(/^job-1\/algo-2-\d{10}$/)
  ])
  const first = await streams('job-1', { limit: 2 })
  expect(first.names).toHaveLength(2)
  expect((await streams('job-1', { limit: 2, nextToken: first.nextToken })).names).toEqual([
    expect.stringMatching(/^job-10\//)
  ])
})

test('pages go forward until the token repeats, with empty ones between', async () => {
  await place.run(shell('for i in 1 2 3 4 5; do echo line $i; done; printf "no end"'))
  const [stream = ''] = (await streams('job-1/')).names
  expect(await readAll(stream, 2)).toEqual([
    ['line 1', 'line 2'],
    ['line 3', 'line 4'],
    ['line 5', 'no end']
  ])
  place.cloud.logs.controls.emptyPages = 2
  expect(await readAll(stream, 3)).toEqual([
    [],
    [],
    ['line 1', 'line 2', 'line 3'],
    [],
    [],
    ['line 4', 'line 5', 'no end']
  ])
})

test('without a start the newest come first, and a token leads back', async () => {
  await place.run(shell('for i in 1 2 3 4 5; do echo line $i; done'))
  const [stream = ''] = (await streams('job-1/')).names
  const newest = await page(stream, { limit: 2 })
  expect(newest.lines).toEqual(['line 4', 'line 5'])
  expect((await page(stream, { limit: 2, nextToken: newest.nextBackwardToken })).lines).toEqual([
    'line 2',
    'line 3'
  ])
  await expect(page(stream, { nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('lines can arrive after their job has ended', async () => {
  place.cloud.logs.controls.ingestionDelayMs = 60_000
  await place.run(shell('echo late'))
  const [stream = ''] = (await streams('job-1/')).names
  const early = await page(stream, { startFromHead: true })
  expect(early.lines).toEqual([])
  const events = place.cloud.logs.group(GROUP)?.get(stream)?.events ?? []
  events.splice(0, 1, ...events.map(event => ({ ...event, ingestionTime: 0 })))
  expect((await page(stream, { startFromHead: true, nextToken: early.nextForwardToken })).lines).toEqual([
    'late'
  ])
})

test('hostile lines come as they were written; empty ones do not, very long ones in pieces', async () => {
  const hostile = [
    '::error::broken',
    '\u001b[31mred\u001b[0m',
    'a\rb',
    '\u0000',
    '##[group]x',
    '@everyone ![x](http://x)'
  ]
  place.cloud.sagemaker.controls.logLines = hostile
  await place.run(shell('echo; echo; printf "\\xff\\xfe bytes\\n"; head -c 300000 /dev/zero | tr "\\0" y'))
  const [stream = ''] = (await streams('job-1/')).names
  const { lines } = await page(stream, { startFromHead: true })
  expect(lines.slice(0, 7)).toEqual([...hostile, '\ufffd\ufffd bytes'])
  expect(lines.slice(7).map(line => line?.length)).toEqual([262_118, 300_000 - 262_118])
})

test('a page holds at most 1 MB', async () => {
  await place.run(shell('for i in 1 2 3 4 5; do head -c 250000 /dev/zero | tr "\\0" $i; echo; done'))
  const [stream = ''] = (await streams('job-1/')).names
  expect((await readAll(stream, 10_000)).map(lines => lines.length)).toEqual([4, 1])
})
