import type { Explanation } from '../intake/source-text.js'

/** Something wrong with a field of a request, wherever the field was written. */
export interface RequestFault extends Explanation {
  readonly path: readonly PropertyKey[]
}

/** A fault at a dotted path. */
export function fault(path: string, message: string, hint?: string): RequestFault {
  return { path: path.split('.'), message, ...(hint === undefined ? {} : { hint }) }
}
