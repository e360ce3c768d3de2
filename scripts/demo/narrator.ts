import type { RunEvent, RunObserver } from '../../shared/testing/workflow-runner/run-events.js'

/** A heading of the demo's output. */
export function title(text: string): string {
  return `\n━━ ${text}`
}

/** Text moved to the right. */
export function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `  │ ${line}`)
    .join('\n')
}

/** Tells what happens in a run: jobs, steps, log lines, annotations. */
export function narrator(say: (line: string) => void): RunObserver {
  return (event: RunEvent) => {
    switch (event.type) {
      case 'job-started':
        say(`  ▶ job ${event.job}`)
        break
      case 'step-started':
        say(`    • ${event.name}`)
        break
      case 'step-line':
        if (!event.line.text.startsWith('::')) say(`        ${event.line.text}`)
        break
      case 'annotation':
        say(`      ${event.annotation.level}: ${event.annotation.message}`)
        break
      case 'step-finished':
        if (event.conclusion !== 'success' && event.conclusion !== 'skipped')
          say(`      → ${event.conclusion}`)
        break
      case 'job-finished':
        say(
          `  ${event.result === 'success' ? '✔' : event.result === 'skipped' ? '–' : '✘'} job ${event.job}: ${event.result}`
        )
        break
      case 'summary':
        break
    }
  }
}
