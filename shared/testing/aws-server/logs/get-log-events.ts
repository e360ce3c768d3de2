import type { GetLogEventsCommandInput, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../aws-error.js'
import { requireGroup } from './describe-log-streams.js'
import type { LogEvent, LogGroups } from './log-events.js'

const MAX_PAGE_BYTES = 1024 * 1024

/** Where a reader stands: the number of events before it, and the empty pages it was already given there. */
interface Position {
  readonly direction: 'f' | 'b'
  readonly index: number
  readonly emptyPages: number
}

/** GetLogEvents: pages forward or backward; at the end the token repeats, and an empty page is not the end. */
export function getLogEvents(groups: LogGroups, input: GetLogEventsCommandInput): GetLogEventsResponse {
  const stream = requireGroup(groups, input.logGroupName).get(input.logStreamName ?? '')
  if (stream === undefined) {
    throw new AwsError('ResourceNotFoundException', 400, 'The specified log stream does not exist.')
  }
  const { startTime = 0, endTime = Infinity } = input
  const now = groups.now().getTime()
  const events = stream.events.filter(
    ({ ingestionTime, timestamp }) => ingestionTime <= now && timestamp >= startTime && timestamp < endTime
  )
  const limit = Math.min(input.limit ?? Infinity, groups.controls.pageSize)
  const position = readToken(input, events.length)
  return position.direction === 'f'
    ? pageForward(events, position, { limit, emptyPages: groups.controls.emptyPages })
    : pageBackward(events, position, limit)
}

function readToken({ nextToken, startFromHead }: GetLogEventsCommandInput, count: number): Position {
  if (nextToken === undefined) {
    return startFromHead === true
      ? { direction: 'f', index: 0, emptyPages: 0 }
      : { direction: 'b', index: count, emptyPages: 0 }
  }
  const [, direction, index, emptyPages] = /^([fb])\/(\d{20})(\d{4})$/.exec(nextToken) ?? []
  if (direction === undefined) {
    throw new AwsError('InvalidParameterException', 400, 'The specified nextToken is invalid.')
  }
  return { direction: direction === 'f' ? 'f' : 'b', index: Number(index), emptyPages: Number(emptyPages) }
}

function pageForward(
  events: readonly LogEvent[],
  position: Position,
  { limit, emptyPages }: { readonly limit: number; readonly emptyPages: number }
): GetLogEventsResponse {
  const { index } = position
  if (index < events.length && position.emptyPages < emptyPages) {
    return page([], index, { direction: 'f', index, emptyPages: position.emptyPages + 1 })
  }
  const end = index + fitting(events.slice(index, index + limit))
  // Where nothing was read the same token comes back, by which readers know the end.
  const next = end === index ? position : { direction: 'f' as const, index: end, emptyPages: 0 }
  return page(events.slice(index, end), index, next)
}

function pageBackward(events: readonly LogEvent[], { index }: Position, limit: number): GetLogEventsResponse {
  const newestFirst = events.slice(Math.max(0, index - limit), index).reverse()
  const start = index - fitting(newestFirst)
  return page(events.slice(start, index), start, { direction: 'f', index, emptyPages: 0 })
}

function page(events: readonly LogEvent[], start: number, forward: Position): GetLogEventsResponse {
  return {
    events: [...events],
    nextForwardToken: token(forward),
    nextBackwardToken: token({ direction: 'b', index: start, emptyPages: 0 })
  }
}

/** How many of these events fit on a page of 1 MB; AWS counts 26 bytes for each beside its text. */
function fitting(events: readonly LogEvent[]): number {
  let bytes = 0
  const tooMany = events.findIndex(
    ({ message }) => (bytes += Buffer.byteLength(message) + 26) > MAX_PAGE_BYTES
  )
  return tooMany === -1 ? events.length : Math.max(1, tooMany)
}

function token({ direction, index, emptyPages }: Position): string {
  return `${direction}/${String(index).padStart(20, '0')}${String(emptyPages).padStart(4, '0')}`
}
