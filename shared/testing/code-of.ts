import { SuiteError } from '../src/errors.js'

/** The code of the suite's error that a promise is rejected with; anything else is thrown on. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => {
      if (error instanceof SuiteError) return error.code
      throw error
    }
  )
}
