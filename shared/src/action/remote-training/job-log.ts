import { kitFailureOf, type KitFailure } from '../../domain/sagemaker/job-end.js'
import { logLines, metricOfLine, plainLine } from '../../domain/sagemaker/log-text.js'
import { SuiteError } from '../../errors.js'
import type { LogCursor, LogEvent, RemoteTraining } from '../../ports/remote-training.js'

const MOST_LINES = 20_000
const MOST_CHARACTERS = 4_000_000
const MOST_METRICS = 100
const PAGES_PER_READ = 20
const MOST_FAILURES = 20

export interface JobLogOptions {
  readonly remote: RemoteTraining
  readonly name: string
  readonly cursor: LogCursor | undefined
  /** A line of the job's log, made inert. */
  readonly onLine: (line: string) => void
  /** Something about the log, in the suite's own words. */
  readonly onNote: (note: string) => void
}

/** The log of a job, shown as it comes; what goes wrong with it never ends the training. */
export class JobLog {
  private readonly options: JobLogOptions
  private readonly found = new Map<string, number>()
  private lines = 0
  private characters = 0
  private failures = 0
  private streams = new Set<string>()
  private at: LogCursor | undefined
  private lastFailure: KitFailure | undefined

  constructor(options: JobLogOptions) {
    this.options = options
    this.at = options.cursor
  }

  get cursor(): LogCursor | undefined {
    return this.at
  }

  /** The last value of every `name=value` line. */
  get metrics(): ReadonlyMap<string, number> {
    return this.found
  }

  get kitFailure(): KitFailure | undefined {
    return this.lastFailure
  }

  /** Shows what is new, until the signal is given; the number of events tells whether there was anything. */
  async read(signal?: AbortSignal): Promise<number> {
    if (this.failures >= MOST_FAILURES) return 0
    let count = 0
    try {
      for (let page = 0; page < PAGES_PER_READ; page += 1) {
        const { remote, name } = this.options
        const { events, cursor, more } = await remote.logs(name, this.at, signal)
        this.at = cursor
        count += events.length
        for (const event of events) this.show(event)
        if (!more) break
      }
      this.failures = 0
    } catch (error) {
      if (signal?.aborted !== true) this.fail(error)
    }
    return count
  }

  private fail(error: unknown): void {
    if (!(error instanceof SuiteError)) throw error
    const lasting = !('retryable' in error && error.retryable === true)
    if (this.failures === 0 || lasting)
      this.options.onNote(`The log cannot be read: ${plainLine(error.message, 400)}`)
    this.failures = lasting ? MOST_FAILURES : this.failures + 1
    if (!lasting && this.failures === MOST_FAILURES)
      this.options.onNote('The log could not be read for long and is not asked for any more.')
  }

  private show({ stream, message }: LogEvent): void {
    this.streams.add(stream)
    for (const line of logLines(message)) {
      this.learn(line)
      this.print(this.streams.size > 1 ? `[${stream}] ${line}` : line)
    }
  }

  private learn(line: string): void {
    const metric = metricOfLine(line)
    if (metric !== undefined && (this.found.has(metric.name) || this.found.size < MOST_METRICS)) {
      this.found.set(metric.name, metric.value)
    }
    this.lastFailure = kitFailureOf(line) ?? this.lastFailure
  }

  private print(line: string): void {
    const full = this.lines >= MOST_LINES || this.characters >= MOST_CHARACTERS
    if (full && this.lines !== Infinity) {
      this.options.onNote(
        `The log is too long to be shown here; all of it is in CloudWatch Logs, group /aws/sagemaker/TrainingJobs, streams ${this.options.name}/`
      )
      this.lines = Infinity
    }
    if (full) return
    this.lines += 1
    this.characters += line.length
    this.options.onLine(line)
  }
}
