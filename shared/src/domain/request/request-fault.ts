import type { Explanation } from '../intake/source-text.js'
import type { Wording } from '../text/phrase.js'

/** A place inside a text that is a value: line and column from 1, columns in characters. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** Something wrong with a field of a request, wherever the field was written. */
export interface RequestFault extends Explanation {
  readonly path: readonly PropertyKey[]
  /** Where in the value, if the value is a text in a language of its own. */
  readonly inside?: TextPlace
}

/** A fault at a dotted path. */
export function fault(path: string, message: Wording, hint?: Wording): RequestFault {
  return faultAt(path.split('.'), message, hint)
}

/** A fault at a path whose names may hold dots. */
export function faultAt(path: readonly PropertyKey[], message: Wording, hint?: Wording): RequestFault {
  return { path, message, ...(hint === undefined ? {} : { hint }) }
}
