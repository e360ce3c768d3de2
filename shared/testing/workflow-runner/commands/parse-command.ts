/** A workflow command found in a line of output; property names keep their spelling. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: ReadonlyMap<string, string>
  readonly data: string
}

/** The commands the runner knows; any other `::word::` is plain text. */
export const COMMAND_NAMES: ReadonlySet<string> = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning'
])

/** The command of a line, `::name key=value,…::data` or the older `##[name key=value;…]data`; undefined for text. */
export function parseCommand(line: string): WorkflowCommand | undefined {
  return parseColons(line) ?? parseBrackets(line)
}

function parseColons(line: string): WorkflowCommand | undefined {
  const text = line.trimStart()
  if (!text.startsWith('::')) return undefined
  const end = text.indexOf('::', 2)
  if (end < 0) return undefined
  return command(text.slice(2, end), text.slice(end + 2), COLON_GRAMMAR)
}

function parseBrackets(line: string): WorkflowCommand | undefined {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  return command(line.slice(start + 3, end), line.slice(end + 1), BRACKET_GRAMMAR)
}

interface Grammar {
  readonly separator: string
  unescapeProperty(text: string): string
  unescapeData(text: string): string
}

const COLON_GRAMMAR: Grammar = {
  separator: ',',
  unescapeProperty: text =>
    unescape(text, [
      ['%0D', '\r'],
      ['%0A', '\n'],
      ['%3A', ':'],
      ['%2C', ','],
      ['%25', '%']
    ]),
  unescapeData: text =>
    unescape(text, [
      ['%0D', '\r'],
      ['%0A', '\n'],
      ['%25', '%']
    ])
}

const BRACKET_ESCAPES: readonly (readonly [string, string])[] = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%']
]

const BRACKET_GRAMMAR: Grammar = {
  separator: ';',
  unescapeProperty: text => unescape(text, BRACKET_ESCAPES),
  unescapeData: text => unescape(text, BRACKET_ESCAPES)
}

function command(info: string, data: string, grammar: Grammar): WorkflowCommand | undefined {
  const space = info.indexOf(' ')
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase()
  if (!COMMAND_NAMES.has(name)) return undefined
  const properties = new Map<string, string>()
  for (const pair of space < 0
    ? []
    : info
        .slice(space + 1)
        .trim()
        .split(grammar.separator)) {
    const equals = pair.indexOf('=')
    if (equals > 0)
      properties.set(pair.slice(0, equals).trim(), grammar.unescapeProperty(pair.slice(equals + 1)))
  }
  return { name, properties, data: grammar.unescapeData(data) }
}

function unescape(text: string, escapes: readonly (readonly [string, string])[]): string {
  return escapes.reduce((result, [from, to]) => result.replaceAll(from, to), text)
}
