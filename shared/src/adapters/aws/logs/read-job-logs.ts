import type { LogCursor, LogEvent, LogPage } from '../../../ports/remote-training.js'
import { isAwsError } from '../sdk-failure.js'
import { brokenOffBy, type LogsSdk } from '../sagemaker/clients.js'
import { translateLogsError } from './logs-failure.js'

/** Where SageMaker writes the logs of all training jobs of an account. */
const TRAINING_LOG_GROUP = '/aws/sagemaker/TrainingJobs'

const MOST_STREAMS = 200
/** A page has up to a megabyte; of many streams, each has one. */
const MOST_PAGES = 20
const PAGES_PER_STREAM = 5
const EVENTS_PER_PAGE = 2000

interface JobLogs {
  readonly job: string
  readonly cursor: LogCursor | undefined
  /** Breaks the reading off. */
  readonly signal: AbortSignal | undefined
}

interface StreamPlace {
  readonly job: string
  readonly signal: AbortSignal | undefined
  readonly stream: string
  /** Where reading goes on; undefined at the beginning. */
  readonly token: string | undefined
  /** How many are read at the most. */
  readonly pages: number
}

interface StreamRead {
  readonly events: readonly LogEvent[]
  readonly token: string | undefined
  readonly more: boolean
}

/**
 * Reads on in all streams of a job. A stream is followed by its forward token until that repeats, which alone means
 * that there is nothing more: pages may be empty. The log group appears with the first job of an account.
 */
export async function readJobLogs(sdk: LogsSdk, { job, cursor, signal }: JobLogs): Promise<LogPage> {
  const known = new Map(Object.entries(cursor?.streams ?? {}))
  try {
    const events: LogEvent[] = []
    let more = false
    const streams = await streamsOf(sdk, job, signal)
    const pages = Math.max(1, Math.min(PAGES_PER_STREAM, Math.floor(MOST_PAGES / streams.length)))
    for (const stream of streams) {
      const read = await readStream(sdk, { job, signal, stream, token: known.get(stream), pages })
      events.push(...read.events)
      if (read.token !== undefined) known.set(stream, read.token)
      more ||= read.more
    }
    events.sort((one, other) => one.at.getTime() - other.at.getTime() || compare(one.stream, other.stream))
    return { events, cursor: { streams: Object.fromEntries(known) }, more }
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) {
      return { events: [], cursor: cursor ?? { streams: {} }, more: false }
    }
    throw translateLogsError(error, job)
  }
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Names of the job's streams. The slash keeps job-1 apart from job-10. */
async function streamsOf(
  { client, commands }: LogsSdk,
  job: string,
  signal: AbortSignal | undefined
): Promise<string[]> {
  const names: string[] = []
  let token: string | undefined
  do {
    const page = await client.send(
      new commands.DescribeLogStreamsCommand({
        logGroupName: TRAINING_LOG_GROUP,
        logStreamNamePrefix: `${job}/`,
        ...(token !== undefined && { nextToken: token })
      }),
      brokenOffBy(signal)
    )
    names.push(...(page.logStreams ?? []).flatMap(({ logStreamName: name }) => name ?? []))
    token = page.nextToken
  } while (token !== undefined && names.length < MOST_STREAMS)
  return names.slice(0, MOST_STREAMS)
}

async function readStream(
  { client, commands }: LogsSdk,
  { job, signal, stream, token, pages }: StreamPlace
): Promise<StreamRead> {
  const events: LogEvent[] = []
  const label = stream.slice(job.length + 1).replace(/-\d+$/, '')
  let at = token
  for (let page = 1; page <= pages; page += 1) {
    const answer = await client.send(
      new commands.GetLogEventsCommand({
        logGroupName: TRAINING_LOG_GROUP,
        logStreamName: stream,
        startFromHead: true,
        limit: EVENTS_PER_PAGE,
        ...(at !== undefined && { nextToken: at })
      }),
      brokenOffBy(signal)
    )
    for (const { timestamp = 0, message = '' } of answer.events ?? []) {
      events.push({ stream: label, at: new Date(timestamp), message })
    }
    const next = answer.nextForwardToken
    if (next === undefined || next === at) return { events, token: next ?? at, more: false }
    at = next
  }
  return { events, token: at, more: true }
}
