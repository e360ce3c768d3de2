import { lstatSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { hasWildcards, matchesPath } from './wildcards.js'

const MAX_FILES = 200_000

/** Files chosen by patterns, and the deepest directory that every pattern starts from. */
export interface FileSelection {
  readonly root: string
  /** Absolute, sorted. */
  readonly files: readonly string[]
}

/** What relative patterns and `~` start from, and whether names that begin with a dot are passed over. */
export interface SelectionBase {
  readonly directory: string
  readonly home: string
  readonly excludeHidden: boolean
}

/**
 * The files that path patterns (one per line; `#` comments, `!` excludes, a directory stands for all in it) select.
 * Symbolic links are not followed.
 */
export function selectFiles(patterns: string, base: SelectionBase): FileSelection {
  const lines = patternLines(patterns, base)
  const roots = lines.filter(line => !line.exclude).map(line => literalPrefix(line.pattern))
  const files = new Set<string>()
  for (const root of new Set(roots)) collect(root, { files, excludeHidden: base.excludeHidden })
  const chosen = [...files].filter(file => isSelected(file, lines)).sort()
  return { root: commonRoot(lines, files) ?? base.directory, files: chosen }
}

interface PatternLine {
  readonly exclude: boolean
  readonly pattern: string
}

function patternLines(patterns: string, base: SelectionBase): PatternLine[] {
  const lines = patterns.split('\n').map(line => line.trim())
  return lines
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const exclude = line.startsWith('!')
      return { exclude, pattern: absolutePattern(exclude ? line.slice(1) : line, base) }
    })
}

/** A path as a workflow writes it, absolute. */
export function absolutePattern(text: string, base: Omit<SelectionBase, 'excludeHidden'>): string {
  const path = text === '~' || text.startsWith('~/') ? base.home + text.slice(1) : text
  return resolve(base.directory, path)
}

/** The last line that speaks about a file decides. */
function isSelected(file: string, lines: readonly PatternLine[]): boolean {
  let selected = false
  for (const line of lines) if (covers(line.pattern, file)) selected = !line.exclude
  return selected
}

function covers(pattern: string, file: string): boolean {
  return matchesPath(pattern, file) || matchesPath(join(pattern, '**'), file)
}

function literalPrefix(pattern: string): string {
  const segments = pattern.split(sep)
  const wild = segments.findIndex(hasWildcards)
  return wild < 0 ? pattern : segments.slice(0, wild).join(sep) || sep
}

interface Collection {
  readonly files: Set<string>
  readonly excludeHidden: boolean
}

function collect(path: string, into: Collection): void {
  if (into.files.size >= MAX_FILES || (into.excludeHidden && basename(path).startsWith('.'))) return
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return
  if (!stats.isDirectory()) into.files.add(path)
  else for (const name of readdirSync(path)) collect(join(path, name), into)
}

function commonRoot(lines: readonly PatternLine[], files: ReadonlySet<string>): string | undefined {
  const roots = lines
    .filter(line => !line.exclude)
    .map(line => {
      const prefix = literalPrefix(line.pattern)
      return files.has(prefix) ? dirname(prefix) : prefix
    })
  const [first, ...rest] = roots
  if (first === undefined) return undefined
  return rest.reduce(sharedDirectory, first)
}

function sharedDirectory(left: string, right: string): string {
  const [a, b] = [left.split(sep), right.split(sep)]
  const end = a.findIndex((segment, index) => segment !== b[index])
  return (end < 0 ? a : a.slice(0, end)).join(sep) || sep
}
