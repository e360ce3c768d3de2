const BREAK = '\u200b'

function escapeMessage(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}

/** A workflow command as the runner reads it from standard output. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string>>,
  message: string
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  return `::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeMessage(message)}`
}

/** Text without the control characters and line separators that some readers of a log take for the end of a line. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
}

/**
 * Text as log lines that the runner takes for text: control characters go, and what it would read as a workflow command
 * (`::name::` after blanks, `##[name]` anywhere) is broken by a zero-width space.
 */
export function inertLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map(line =>
    line
      .replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g, '')
      .replace(/^(\s*):(?=:)/, `$1:${BREAK}`)
      .replace(/##(?=\[)/g, `#${BREAK}#`)
  )
}
