import type { AnnotationLevel } from '../../../src/ports/runner.js'
import type { RunRecorder } from '../run-recorder.js'
import type { RunAnnotation } from '../run-result.js'
import type { Masks } from './masks.js'

const MAX_ANNOTATIONS_PER_LEVEL = 10
const MAX_MESSAGE_CHARACTERS = 4096
const MAX_SUMMARY_BYTES = 1024 * 1024

/** Where in the sources an annotation points, and its title. */
export type AnnotationDetails = Omit<RunAnnotation, 'level' | 'message' | 'job' | 'step'>

/** What one step says: masked log lines, annotations within GitHub's limits, its summary. */
export class StepReporter {
  readonly masks: Masks
  readonly #recorder: RunRecorder
  readonly #job: string
  readonly #step: string | undefined
  readonly #counts = new Map<AnnotationLevel, number>()

  constructor(given: {
    readonly recorder: RunRecorder
    readonly masks: Masks
    readonly job: string
    readonly step: string | undefined
  }) {
    this.masks = given.masks
    this.#recorder = given.recorder
    this.#job = given.job
    this.#step = given.step
  }

  /** A line of the log. */
  line(text: string): void {
    this.#recorder.record({
      type: 'step-line',
      line: { job: this.#job, step: this.#step, text: this.masks.mask(text) }
    })
  }

  /** A log line and, up to ten of each level in a step, an annotation cut to 4096 characters. */
  annotate(level: AnnotationLevel, message: string, details: AnnotationDetails = {}): void {
    const text = this.masks.mask(message)
    this.line(`##[${level}]${text}`)
    const count = (this.#counts.get(level) ?? 0) + 1
    this.#counts.set(level, count)
    if (count > MAX_ANNOTATIONS_PER_LEVEL) return
    this.#recorder.record({
      type: 'annotation',
      annotation: {
        ...details,
        level,
        message: text.slice(0, MAX_MESSAGE_CHARACTERS),
        job: this.#job,
        step: this.#step
      }
    })
  }

  error(message: string): void {
    this.annotate('error', message)
  }

  warning(message: string): void {
    this.annotate('warning', message)
  }

  /** Publishes a summary, masked line by line; one above 1 MiB is dropped with an error annotation, as on GitHub. */
  summary(markdown: string): void {
    const sizeBytes = Buffer.byteLength(markdown)
    if (sizeBytes === 0) return
    if (sizeBytes > MAX_SUMMARY_BYTES) {
      this.error(
        `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.floor(sizeBytes / 1024)}k`
      )
      return
    }
    const masked = markdown
      .split('\n')
      .map(line => this.masks.mask(line))
      .join('\n')
    this.#recorder.record({
      type: 'summary',
      summary: { job: this.#job, step: this.#step ?? '', markdown: masked }
    })
  }
}
