/** A line of a log, once it has been taken in. */
export interface LogEvent {
  /** Milliseconds since 1970: when it was written. */
  readonly timestamp: number
  readonly message: string
  /** Milliseconds since 1970: from when on it can be read. */
  readonly ingestionTime: number
}

export interface LogStream {
  readonly name: string
  readonly creationTime: number
  readonly events: LogEvent[]
}

/** How the service treats its readers; a test changes this while the server runs. */
export interface LogControls {
  /** How long after it was written a line can be read. */
  ingestionDelayMs: number
  /** Pages without events before each page with some. */
  emptyPages: number
  /** Events on a page unless a smaller limit is asked for; AWS: 10,000. */
  pageSize: number
}

/** Where all training jobs log, each host in a stream of its own. */
export const LOG_GROUP = '/aws/sagemaker/TrainingJobs'

const MAX_EVENT_BYTES = 262_118

/** The log groups of the account; a group exists from its first stream on. */
export class LogGroups {
  readonly controls: LogControls = { ingestionDelayMs: 0, emptyPages: 0, pageSize: 10_000 }
  readonly now: () => Date
  readonly #groups = new Map<string, Map<string, LogStream>>()

  constructor(now: () => Date) {
    this.now = now
  }

  /** Undefined when nothing was ever logged to the group. */
  group(name: string): ReadonlyMap<string, LogStream> | undefined {
    return this.#groups.get(name)
  }

  /** What the hosts of a training job have written so far, host by host. */
  linesOf(jobName: string): string[] {
    return [...(this.group(LOG_GROUP)?.values() ?? [])]
      .filter(({ name }) => name.startsWith(`${jobName}/`))
      .flatMap(({ events }) => events.map(({ message }) => message))
  }

  /** Adds a line to a stream, making both group and stream where need be; too long a line becomes several events. */
  append(place: { readonly group: string; readonly stream: string }, line: string, timestamp: number): void {
    const stream = this.open(place)
    const ingestionTime = this.now().getTime() + this.controls.ingestionDelayMs
    for (const message of pieces(line)) stream.events.push({ timestamp, message, ingestionTime })
  }

  open({ group, stream }: { readonly group: string; readonly stream: string }): LogStream {
    const streams = this.#groups.get(group) ?? new Map<string, LogStream>()
    this.#groups.set(group, streams)
    const opened = streams.get(stream) ?? { name: stream, creationTime: this.now().getTime(), events: [] }
    streams.set(stream, opened)
    return opened
  }
}

/** Events hold at least one character and at most 256 KB. */
function pieces(line: string): string[] {
  const bytes = Buffer.from(line)
  if (bytes.length <= MAX_EVENT_BYTES) return line === '' ? [] : [line]
  const count = Math.ceil(bytes.length / MAX_EVENT_BYTES)
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * MAX_EVENT_BYTES, (index + 1) * MAX_EVENT_BYTES).toString()
  )
}
