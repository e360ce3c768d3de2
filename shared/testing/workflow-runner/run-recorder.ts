import type { RunEvent, RunObserver } from './run-events.js'
import type { LogLine, RunAnnotation, StepSummary } from './run-result.js'

const MAX_LOG_CHARACTERS = 64_000_000

/** Collects what a run says, bounded, and passes it on to the observer. */
export class RunRecorder {
  readonly annotations: RunAnnotation[] = []
  readonly summaries: StepSummary[] = []
  readonly log: LogLine[] = []
  readonly #observer: RunObserver
  #logCharacters = 0

  constructor(observer: RunObserver) {
    this.#observer = observer
  }

  /** Keeps and announces an event. */
  record(event: RunEvent): void {
    if (event.type === 'annotation') this.annotations.push(event.annotation)
    if (event.type === 'summary') this.summaries.push(event.summary)
    if (event.type === 'step-line') this.#keepLine(event.line)
    this.#observer(event)
  }

  #keepLine(line: LogLine): void {
    if (this.#logCharacters > MAX_LOG_CHARACTERS) return
    this.#logCharacters += line.text.length + 1
    this.log.push(this.#logCharacters > MAX_LOG_CHARACTERS ? { ...line, text: '(log truncated)' } : line)
  }
}
