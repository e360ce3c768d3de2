import { UserError } from '../../shared/src/errors.js'

/** Refuses every machine but linux/x64, where the native runtime and the Node of a release run: `UserError` `unsupported-platform`. */
export function assertReleasePlatform(): void {
  const here = `${process.platform}/${process.arch}`
  if (here !== 'linux/x64') throw notHere(`this is ${here}`)
}

/** The refusal, with what is missing here. */
export const notHere = (why: string) =>
  new UserError('unsupported-platform', `a release is built and rehearsed on linux/x64; ${why}`)
