import { cpSync } from 'node:fs'
import type { DemoStage } from './stage.js'
import { storeAfter } from './store-files.js'
import { policy } from './texts.js'

/** Training on the runner; the store is a directory that travels by the cache, and the data sets lie in the repository. */
export const localStage: DemoStage = {
  workflows: 'workflows-examples',
  policy,
  session: {},
  deliver: files => Promise.resolve(files),
  keepStore: (last, directory) => {
    const store = storeAfter(last, 'model')
    if (store !== undefined) cpSync(store, directory, { recursive: true })
    return Promise.resolve()
  },
  report: () => [],
  brokenPromises: () => [],
  without: 'a cloud account or a token',
  close: () => Promise.resolve()
}
