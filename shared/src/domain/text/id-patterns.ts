/** What a model is called. */
export const MODEL_ID = /^[a-z0-9](-?[a-z0-9]){0,47}$/

/** A version `vX.Y.Z`; groups: major, minor, patch. */
export const VERSION = /^v(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/

/** The id of a run; groups: the id of its first start, and the number of a later one. */
export const TRAINING_ID = /^(train-\d{8}-\d{6}-[0-9a-f]{8})(?:-(\d+))?$/

/** A workflow of this repository, by file name, path or number; group: what GitHub's API takes. */
export const WORKFLOW = /^(?:\.github\/workflows\/)?([A-Za-z0-9][A-Za-z0-9._-]{0,199}\.ya?ml|\d{1,20})$/

/** What matches one of several patterns. */
export function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'))
}
