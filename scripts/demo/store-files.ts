import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'

/** A JSON file of a store directory; an empty object when there is none. */
export function readStored(store: string, key: string): Readonly<Record<string, unknown>> {
  const path = join(store, key)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>) : {}
}

/** The names in a folder of a store directory; none when there is no such folder. */
export function namesIn(store: string, folder: string): string[] {
  const path = join(store, folder)
  return existsSync(path) ? readdirSync(path).sort() : []
}

/** The store as a job of a run left it. */
export function storeAfter(run: CompletedRun | undefined, job: string): string | undefined {
  const workspace = run?.jobs[job]?.legs[0]?.workspace
  return workspace === undefined ? undefined : join(workspace, '.mlops')
}
