import { UserError } from '../../../shared/src/errors.js'

const CODES: ReadonlyMap<string, string> = new Map([
  ['table-empty', 'dataset-empty'],
  ['table-mixed-formats', 'dataset-mixed-formats'],
  ['table-ragged', 'dataset-ragged'],
  ['table-too-large', 'dataset-too-large']
])

/** What is wrong with a file read here, under the code the training kit has for it; other errors as they are. */
export function datasetError(error: unknown): unknown {
  if (!(error instanceof UserError) || !error.code.startsWith('table-')) return error
  return new UserError(CODES.get(error.code) ?? 'dataset-undecodable', error.message, {
    ...(error.hint !== undefined && { hint: error.hint }),
    problems: error.problems,
    cause: error
  })
}
