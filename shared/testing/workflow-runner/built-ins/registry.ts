import { downloadArtifact, uploadArtifact } from './artifacts.js'
import type { BuiltInAction } from './built-in-action.js'
import { cache, cacheRestore, cacheSave } from './cache.js'
import { checkout } from './checkout.js'
import { setupNode, setupPython } from './setup-tool.js'

const BUILT_INS: ReadonlyMap<string, BuiltInAction> = new Map([
  ['actions/checkout', checkout],
  ['actions/upload-artifact', uploadArtifact],
  ['actions/download-artifact', downloadArtifact],
  ['actions/cache', cache],
  ['actions/cache/restore', cacheRestore],
  ['actions/cache/save', cacheSave],
  ['actions/setup-python', setupPython],
  ['actions/setup-node', setupNode]
])

/** The built-in action of an `owner/name@ref` text at any ref. */
export function findBuiltIn(uses: string): BuiltInAction | undefined {
  const at = uses.indexOf('@')
  return at < 0 ? undefined : BUILT_INS.get(uses.slice(0, at).toLowerCase())
}
