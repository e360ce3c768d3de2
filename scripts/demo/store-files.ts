import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'

/** A JSON file of a store directory; an empty object when there is none. */
export function readStored(store: string, key: string): Readonly<Record<string, unknown>> {
  const path = join(store, key)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>) : {}
}

/** The store as a job of a run left it. */
export function storeAfter(run: CompletedRun | undefined, job: string): string | undefined {
  const workspace = run?.jobs[job]?.legs[0]?.workspace
  return workspace === undefined ? undefined : join(workspace, '.mlops')
}
