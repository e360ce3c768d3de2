import type { Diagnostic, SourceText } from './source-text.js'

interface Located {
  readonly source: SourceText
  /** Offset in `source.text`. */
  readonly start: number
}

/** A string, number, boolean or null; `text` is how it was spelled, without quotes. */
export interface ScalarNode extends Located {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly text: string
}

export interface MapEntry extends Located {
  readonly key: string
  readonly value: DocumentNode
}

export interface MapNode extends Located {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}

export interface SequenceNode extends Located {
  readonly kind: 'sequence'
  readonly items: readonly DocumentNode[]
}

/** What YAML, JSON and issue forms are read into: plain values that know where they stand. */
export type DocumentNode = ScalarNode | MapNode | SequenceNode

/** Longest text that is read, in UTF-16 code units: GitHub's limit for a body. */
export const maxTextLength = 65_536

/** Deepest nesting of maps and sequences. */
export const maxDepth = 16

/** A document, or everything that is wrong with it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Diagnostic[] }

/** The value of a key, or undefined. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find(entry => entry.key === key)
}
