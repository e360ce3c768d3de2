const BREAK = '\u200b'

/** Text as Markdown that shows it and does nothing else: no links, mentions, references, HTML, code, emphasis or tables. */
export function escapeMarkdown(text: string): string {
  return (
    inline(text)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*{}[\]()|~]/g, character => `\\${character}`)
      // Inside a word an underscore means nothing, and metric names are full of them.
      .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
      // GitHub links these in plain text, where a backslash does not help: a zero-width space does.
      .replace(/@(?=\w)/g, `@${BREAK}`)
      .replace(/#(?=\d)/g, `#${BREAK}`)
      .replace(/:(?=\/\/)/g, `:${BREAK}`)
      .replace(/(?<![A-Za-z0-9])(www|GH-)(?=[.\d])/gi, `$1${BREAK}`)
      .replace(/^(\s*)([#+=-])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
      // Last, for the entity has a # before a digit.
      .replace(/[$]/g, '&#36;')
  )
}

/** One line without control characters. */
function inline(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}

/** Text in backticks, with a fence longer than any inside; safe in a table cell. */
export function code(text: string): string {
  // A table cell ends at a bar, and a backslash before the bar's own would take its place.
  const shown = inline(text)
    .replace(/\\(?=\|)/g, `\\${BREAK}`)
    .replace(/\|/g, '\\|')
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return shown.trim() === '' ? '–' : `${fence}${pad}${shown}${pad}${fence}`
}

/** A fenced block that its content cannot leave. */
export function codeBlock(text: string, language = 'text'): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\r\n?/g, '\n')}\n${fence}`
}

/** A table; cells are Markdown already, so escape what is not. `right` lists the columns of numbers. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = []
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = line(headers.map((_, index) => (right.includes(index) ? '---:' : '---')))
  return [line(headers), rule, ...rows.map(line)].join('\n')
}

/** Named facts as a list, which wraps on a narrow screen where a table would not; undefined ones are left out. Values are Markdown already. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`- **${name}:** ${value}`])).join('\n')
}

/** A folded section. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** A bar of at most `width` blocks for a share between 0 and 1. */
export function bar(share: number, width = 20): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const partial = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? ''
  return '█'.repeat(Math.floor(eighths / 8)) + partial
}

/**
 * A number for people: at least four significant digits, from 1000 on all of the whole part and one decimal, thousands
 * separated; null as "undefined".
 */
export function formatNumber(value: number | null): string {
  if (value === null) return 'undefined'
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  const magnitude = Math.abs(value)
  if (magnitude >= 1e6 || magnitude < 1e-4) return value.toExponential(3)
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(magnitude)) + 1)
  })
}
