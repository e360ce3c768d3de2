const BREAK = '\u200b'
// CSI, OSC and the two-character escapes of ECMA-48.
const ESCAPES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,1000}(?:\u0007|\u001b\\)?|[ -/]?[0-~])|\u009b[0-?]*[ -/]*[@-~]/g
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const MAX_EVENT_LENGTH = 262_144

/** The longest line of a log that is shown. */
export const LONGEST_LINE = 2000

/**
 * An event of a log as lines that are nothing but text: no terminal escapes, control or direction characters, no workflow
 * commands; each at most 2,000 characters, cut ones end in `…`.
 */
export function logLines(message: string): string[] {
  const text = message.slice(0, MAX_EVENT_LENGTH).replace(/[\r\n\u0085\u2028\u2029]+$/, '')
  return text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map(inertLine)
}

/** A text in one inert line of at most `most` characters. */
export function plainLine(text: string, most: number): string {
  const line = inertLine(
    text
      .slice(0, 4 * most)
      .replace(/[\s\u0085]+/g, ' ')
      .trim()
  ).trim()
  return line.length > most ? `${line.slice(0, most)}…` : line
}

function inertLine(text: string): string {
  // Cut first, so that a line of many escapes costs no more than a long one.
  const cut = text.slice(0, 2 * LONGEST_LINE)
  const plain = cut
    .replace(ESCAPES, '')
    .replace(INVISIBLE, '')
    .replace(/^(\s*):(?=:)/, `$1:${BREAK}`)
    .replace(/##(?=\[)/g, `#${BREAK}#`)
  return plain.length > LONGEST_LINE || text.length > cut.length ? `${plain.slice(0, LONGEST_LINE)}…` : plain
}

const METRIC = /^([A-Za-z][A-Za-z0-9_]{0,63})=([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)$/

/** A metric reported as `name=value` alone on a line. */
export function metricOfLine(line: string): { readonly name: string; readonly value: number } | undefined {
  const match = METRIC.exec(line)
  const value = Number(match?.[2])
  return match === null || !Number.isFinite(value) ? undefined : { name: match[1] ?? '', value }
}
