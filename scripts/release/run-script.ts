import { parseArgs, type ParseArgsConfig } from 'node:util'
import { SuiteError, UserError } from '../../shared/src/errors.js'
import { endWhenInterrupted, heedSignals } from './interruption.js'

const WRONG_USAGE = 'wrong-usage'

/** Runs a script to its exit code: foreseen errors are said without a stack (1; 2: wrong usage), interrupted it is 130. */
export async function runScript(say: (line: string) => void, main: () => Promise<number>): Promise<void> {
  endWhenInterrupted()
  try {
    process.exitCode = await main()
  } catch (error) {
    await heedSignals()
    if (!(error instanceof SuiteError)) throw error
    say(error.message)
    if (error.hint !== undefined) say(error.hint)
    process.exitCode = error.code === WRONG_USAGE ? 2 : 1
  }
}

/** The script's arguments; what they cannot be: `UserError` `wrong-usage` with the usage as hint. */
export function readArguments<T extends ParseArgsConfig>(
  usage: string,
  config: T
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    // After the first sentence Node explains how any program may be called.
    const [what = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ')
    throw wrongUsage(what, usage)
  }
}

/** The refusal of arguments that do not go together. */
export const wrongUsage = (what: string, usage: string) => new UserError(WRONG_USAGE, what, { hint: usage })
