export type AnnotationLevel = 'error' | 'warning' | 'notice'

export interface Annotation {
  readonly level: AnnotationLevel
  readonly title?: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** The machine an action runs on: inputs, outputs, log, annotations, summary, state between main and post. */
export interface Runner {
  /** The trimmed input, '' when absent. */
  input(name: string): string
  /** A variable of the environment, undefined when absent or empty. */
  variable(name: string): string | undefined
  setOutput(name: string, value: string): void
  saveState(name: string, value: string): void
  state(name: string): string
  mask(secret: string): void
  /** A line for the log; text that looks like a workflow command is neutralised. */
  log(line: string): void
  group(title: string, lines: readonly string[]): void
  annotate(annotation: Annotation): void
  /** Appends Markdown to the job summary. */
  appendSummary(markdown: string): void
  /** Aborted when the job is cancelled (SIGINT, SIGTERM). */
  readonly cancelled: AbortSignal
}
