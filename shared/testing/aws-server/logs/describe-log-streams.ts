import type {
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsResponse,
  LogStream as StreamDescription
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../aws-error.js'
import type { LogGroups, LogStream } from './log-events.js'

const PAGE_SIZE = 50

/** DescribeLogStreams by prefix, in pages of at most 50. */
export function describeLogStreams(
  groups: LogGroups,
  input: DescribeLogStreamsCommandInput
): DescribeLogStreamsResponse {
  const group = requireGroup(groups, input.logGroupName)
  const { logStreamNamePrefix = '', limit = PAGE_SIZE, orderBy = 'LogStreamName', descending = false } = input
  if (orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      400,
      'Cannot order by LastEventTime with a logStreamNamePrefix.'
    )
  }
  const all = [...group.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix))
  const key = (stream: LogStream) => (orderBy === 'LogStreamName' ? stream.name : lastEvent(stream))
  all.sort((a, b) => (key(a) < key(b) ? -1 : 1) * (descending ? -1 : 1))
  const start = Number(input.nextToken ?? 0)
  const page = all.slice(start, start + limit)
  const next = start + page.length
  return {
    logStreams: page.map(stream => description(stream, groups.now().getTime())),
    ...(next < all.length && { nextToken: String(next) })
  }
}

/** The streams of a group; ResourceNotFoundException before anything was logged to it. */
export function requireGroup(groups: LogGroups, name: string | undefined): ReadonlyMap<string, LogStream> {
  const group = groups.group(name ?? '')
  if (group !== undefined) return group
  throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.')
}

const lastEvent = ({ events, creationTime }: LogStream) => events.at(-1)?.timestamp ?? creationTime

function description(stream: LogStream, now: number): StreamDescription {
  const { name, creationTime, events } = stream
  const readable = events.filter(({ ingestionTime }) => ingestionTime <= now)
  const [first, last] = [readable[0], readable.at(-1)]
  return {
    logStreamName: name,
    creationTime,
    arn: `arn:aws:logs:eu-central-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:log-stream:${name}`,
    ...(first !== undefined && { firstEventTimestamp: first.timestamp }),
    ...(last !== undefined && { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime })
  }
}
