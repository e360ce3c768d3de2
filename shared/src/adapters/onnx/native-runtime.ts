import type * as Onnxruntime from 'onnxruntime-node'
import { UserError } from '../../errors.js'
import { oneLine } from './one-line.js'

export type NativeRuntime = Pick<typeof Onnxruntime, 'InferenceSession' | 'Tensor' | 'env'>

/** Where the process runs, and how the native library is loaded there. */
export interface NativeHost {
  readonly platform: string
  readonly architecture: string
  /** False on systems with another C library, such as Alpine Linux. */
  hasGlibc(): boolean
  importRuntime(): Promise<NativeRuntime>
}

function hasGlibc(): boolean {
  const report: unknown = process.report.getReport()
  return JSON.stringify(report).includes('"glibcVersionRuntime"')
}

const thisHost: NativeHost = {
  platform: process.platform,
  architecture: process.arch,
  hasGlibc,
  importRuntime: () => import('onnxruntime-node')
}

function unsupportedPlatform(host: NativeHost, details: { why?: string; cause?: unknown } = {}): UserError {
  const { why, cause } = details
  const where = `${host.platform}/${host.architecture}`
  return new UserError(
    'unsupported-platform',
    `models cannot be run on ${where}${why === undefined ? '' : `: ${why}`}`,
    { hint: 'run this action on linux/x64 with glibc, for example on ubuntu-latest', cause }
  )
}

/**
 * Loads onnxruntime's native library, silenced: what a model file makes it print could be workflow commands.
 * Anywhere but on linux/x64 with glibc, and when the library is not there: `UserError` `unsupported-platform`.
 */
export async function loadNativeRuntime(host: NativeHost = thisHost): Promise<NativeRuntime> {
  if (host.platform !== 'linux' || host.architecture !== 'x64') throw unsupportedPlatform(host)
  try {
    const runtime = await host.importRuntime()
    runtime.env.logLevel = 'fatal'
    return runtime
  } catch (cause) {
    const why = host.hasGlibc() ? oneLine(cause) : 'its C library is not glibc'
    throw unsupportedPlatform(host, { why, cause })
  }
}
