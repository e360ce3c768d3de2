import { existsSync, readdirSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const backends = ['local', 'sagemaker'] as const
export type Backend = (typeof backends)[number]

export type DemoOptions =
  | { readonly kind: 'run'; readonly backend: Backend; readonly directory: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }

export const usage = `npm run demo [-- --backend local|sagemaker]

  --backend local       trains on this machine, with a store in the cache (default)
  --backend sagemaker   trains in SageMaker's place, with a store in S3: on the project's AWS test server
  --directory PATH      an empty or new directory for the files; default: .demo
  --help                this text`

/** Reads the demo's command line; what it does not know is one problem in one line. */
export function readOptions(words: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        backend: { type: 'string', default: 'local' },
        directory: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    })
    if (values.help === true) return { kind: 'help' }
    const { directory } = values
    const backend = backends.find(name => name === values.backend)
    if (backend === undefined)
      return wrong(`--backend is "${values.backend}"; it is one of ${backends.join(', ')}`)
    if (directory !== undefined && !isFree(directory)) return wrong(`the directory ${directory} is not empty`)
    return { kind: 'run', backend, directory }
  } catch (error) {
    return wrong((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '')
  }
}

const wrong = (problem: string): DemoOptions => ({ kind: 'wrong', problem })

/** The demo begins by emptying its directory, so it takes none that holds something. */
function isFree(directory: string): boolean {
  return !existsSync(directory) || (statSync(directory).isDirectory() && readdirSync(directory).length === 0)
}
