import { UserError } from '../../../src/errors.js'
import { absolutePattern } from '../expressions/select-files.js'
import { hasWildcards } from '../expressions/wildcards.js'
import type { BuiltInAction, BuiltInCall } from './built-in-action.js'
import { inputsOf, jobBase } from './built-in-action.js'
import { CacheStore } from './cache-store.js'

const RESTORE_DEFAULTS = { 'fail-on-cache-miss': 'false', 'lookup-only': 'false' }
const RESTORE_INPUTS = 'path key restore-keys upload-chunk-size enableCrossOsArchive save-always'

/** Stands in for actions/cache: restores at once, and saves when the job has succeeded and the key was not hit. */
export const cache: BuiltInAction = {
  inputs: inputsOf(RESTORE_INPUTS, RESTORE_DEFAULTS),
  main: restore,
  post: async call => {
    if (call.state.get('hit') === 'exact')
      call.reporter.line(`Cache hit on ${call.input('key')}: nothing to save`)
    else await save(call)
  },
  postIf: 'success()'
}

/** Stands in for actions/cache/restore. */
export const cacheRestore: BuiltInAction = {
  inputs: inputsOf(RESTORE_INPUTS, RESTORE_DEFAULTS),
  main: restore
}

/** Stands in for actions/cache/save. */
export const cacheSave: BuiltInAction = {
  inputs: inputsOf('path key upload-chunk-size enableCrossOsArchive'),
  main: save
}

async function restore(call: BuiltInCall): Promise<void> {
  const key = cacheKey(call)
  const paths = cachePaths(call)
  const found = store(call).find(key, textLines(call.input('restore-keys')))
  call.setOutput('cache-primary-key', key)
  call.setOutput('cache-hit', found === undefined ? '' : String(found.key === key))
  if (found === undefined) {
    if (call.input('fail-on-cache-miss') === 'true')
      throw new UserError('cache-miss', `no cache entry for ${key}`)
    return call.reporter.line(`Cache not found for ${key}`)
  }
  call.setOutput('cache-matched-key', found.key)
  if (found.key === key) call.state.set('hit', 'exact')
  if (call.input('lookup-only') !== 'true') await store(call).restore(found, paths)
  call.reporter.line(`Cache restored from key: ${found.key} (this runner's actions/cache)`)
}

async function save(call: BuiltInCall): Promise<void> {
  const key = cacheKey(call)
  const saved = await store(call).save(cachePaths(call), key)
  call.reporter.line(saved ? `Cache saved with key: ${key}` : `The key ${key} is taken: nothing saved`)
}

function store(call: BuiltInCall): CacheStore {
  const { options, directories } = call.job.run
  return new CacheStore(
    options.cacheDirectory ?? directories.caches,
    textLines(call.input('path')).join('\n')
  )
}

function cacheKey(call: BuiltInCall): string {
  const key = call.input('key')
  if (key !== '' && key.length <= 512 && !key.includes(',')) return key
  throw new UserError(
    'cache-key',
    `${JSON.stringify(key)} is not a cache key: 1 to 512 characters without commas`
  )
}

function cachePaths(call: BuiltInCall): string[] {
  const lines = textLines(call.input('path'))
  const unsupported = lines.find(line => hasWildcards(line) || line.startsWith('!'))
  if (lines.length === 0) throw new UserError('cache-path', 'the input `path` is empty')
  if (unsupported === undefined) return lines.map(line => absolutePattern(line, jobBase(call.job)))
  throw new UserError('cache-path', `this runner's actions/cache takes plain paths, not ${unsupported}`)
}

function textLines(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}
