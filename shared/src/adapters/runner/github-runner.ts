import { appendFileSync } from 'node:fs'
import type { Annotation, Runner } from '../../ports/runner.js'
import { inertLines, printable, workflowCommand } from './workflow-command.js'
import { writeToStandardOutput } from './write-fully.js'

const MAX_ANNOTATION_LENGTH = 4000
const MAX_SUMMARY_BYTES = 1_000_000

const randomWord = () => Math.random().toString(36).slice(2)

/** A line that is not in `value`: looked for, not hoped for, so Node's crypto module need not be loaded. */
function delimiterOutside(value: string): string {
  for (;;) {
    const delimiter = `ghadelimiter_${randomWord()}${randomWord()}`
    if (!value.includes(delimiter)) return delimiter
  }
}

/** `value` in the runner's heredoc form: no text can end it early. */
function fileCommand(name: string, value: string): string {
  const delimiter = delimiterOutside(value)
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
}

/**
 * GitHub's runner, spoken to through its files and commands. Written here because the toolkit's package costs more
 * start-up than the whole of `parse-issue` may (docs/adr/0005-own-runner-adapter.md).
 */
export class GitHubRunner implements Runner {
  readonly cancelled: AbortSignal
  private readonly environment: Readonly<Record<string, string | undefined>>
  private readonly write: (line: string) => void
  private summaryBytes = 0

  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    cancelled: AbortSignal,
    write: (line: string) => void
  ) {
    this.environment = environment
    this.cancelled = cancelled
    this.write = write
  }

  input(name: string): string {
    return (this.environment[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] ?? '').trim()
  }

  variable(name: string): string | undefined {
    const value = this.environment[name]
    return value === '' ? undefined : value
  }

  setOutput(name: string, value: string): void {
    this.appendTo('GITHUB_OUTPUT', fileCommand(name, value))
  }

  saveState(name: string, value: string): void {
    this.appendTo('GITHUB_STATE', fileCommand(name, value))
  }

  state(name: string): string {
    return this.environment[`STATE_${name}`] ?? ''
  }

  mask(secret: string): void {
    if (secret.length >= 4) this.write(workflowCommand('add-mask', {}, secret))
  }

  log(line: string): void {
    for (const inert of inertLines(line)) this.write(inert)
  }

  group(title: string, lines: readonly string[]): void {
    this.write(workflowCommand('group', {}, inertLines(title).join(' ')))
    for (const line of lines) this.log(line)
    this.write(workflowCommand('endgroup', {}, ''))
  }

  annotate(annotation: Annotation): void {
    const { level, message, title, file, line, column } = annotation
    const properties = {
      ...(title !== undefined && { title }),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line: String(line) }),
      ...(column !== undefined && { col: String(column) })
    }
    this.write(workflowCommand(level, properties, printable(message.slice(0, MAX_ANNOTATION_LENGTH))))
  }

  appendSummary(markdown: string): void {
    const bytes = Buffer.byteLength(markdown)
    if (this.summaryBytes + bytes > MAX_SUMMARY_BYTES) {
      this.annotate({
        level: 'warning',
        message:
          'The job summary is larger than GitHub shows (1 MiB) and was left out; the records hold everything.'
      })
      return
    }
    this.summaryBytes += bytes
    this.appendTo('GITHUB_STEP_SUMMARY', `${markdown}\n`)
  }

  private appendTo(variable: string, text: string): void {
    const file = this.variable(variable)
    if (file !== undefined) appendFileSync(file, text)
  }
}

/**
 * The runner this process was started by. SIGINT and SIGTERM abort `cancelled`; unless the action ends its work itself
 * (`onCancel: 'abort'`), they also end the process: every write to a store is whole or absent, so nothing is lost.
 */
export function currentRunner(onCancel: 'exit' | 'abort' = 'exit'): GitHubRunner {
  const controller = new AbortController()
  const write = (line: string) => writeToStandardOutput(`${line}\n`)
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15]
  ] as const) {
    process.on(signal, () => {
      controller.abort(signal)
      if (onCancel === 'abort') return
      write('The workflow was cancelled; run the step again to finish it.')
      process.exit(128 + number)
    })
  }
  return new GitHubRunner(process.env, controller.signal, write)
}
