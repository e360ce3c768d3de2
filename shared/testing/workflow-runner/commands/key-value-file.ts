import { UserError } from '../../../src/errors.js'

/**
 * The pairs of a GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE file: `name=value` lines and here-documents
 * `name<<DELIMITER`. Only LF ends a line; later pairs win. UserError `file-command-invalid` as the runner refuses.
 */
export function parseKeyValueFile(text: string): Map<string, string> {
  const pairs = new Map<string, string>()
  const lines = new LineReader(text)
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line !== '') pairs.set(...readPair(line, lines))
  }
  return pairs
}

function readPair(line: string, lines: LineReader): [string, string] {
  const equals = line.indexOf('=')
  const heredoc = line.indexOf('<<')
  if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
    return readHeredoc({ line, name: line.slice(0, heredoc), delimiter: line.slice(heredoc + 2) }, lines)
  }
  if (equals > 0) return [line.slice(0, equals), line.slice(equals + 1)]
  throw invalid(`Invalid format '${excerpt(line)}'`)
}

interface Heredoc {
  readonly line: string
  readonly name: string
  readonly delimiter: string
}

function readHeredoc(heredoc: Heredoc, lines: LineReader): [string, string] {
  if (heredoc.name === '' || heredoc.delimiter === '') {
    throw invalid(`Invalid format '${excerpt(heredoc.line)}'. Name and delimiter must not be empty`)
  }
  const value: string[] = []
  for (let line = lines.next(); line !== heredoc.delimiter; line = lines.next()) {
    if (line === undefined)
      throw invalid(`Invalid value. Matching delimiter not found '${heredoc.delimiter}'`)
    value.push(line)
  }
  return [heredoc.name, value.join('\n')]
}

class LineReader {
  readonly #lines: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#lines = text.split('\n')
  }

  next(): string | undefined {
    const line = this.#lines[this.#at++]
    // A final line feed ends the last line; it does not begin another.
    return this.#at === this.#lines.length && line === '' ? undefined : line
  }
}

function excerpt(line: string): string {
  return line.slice(0, 200)
}

function invalid(message: string): UserError {
  return new UserError('file-command-invalid', message)
}
