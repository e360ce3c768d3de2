import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { releaseRoot } from './release.js'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly runs: { readonly main: string; readonly post?: string }
}

/** What an action's `action.yml` says: its programs, its inputs with their defaults, its outputs. */
export interface ActionMetadata {
  readonly program: string
  /** Run at the end of the job, whatever became of it. */
  readonly postProgram: string | undefined
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: readonly string[]
}

/** Reads `actions/<action>/action.yml`; the default `${{ github.token }}` becomes `token`. */
export function readActionMetadata(action: string, token: string): ActionMetadata {
  const directory = join(releaseRoot, 'actions', action)
  const file = parse(readFileSync(join(directory, 'action.yml'), 'utf8')) as ActionFile
  return {
    program: join(directory, file.runs.main),
    postProgram: file.runs.post === undefined ? undefined : join(directory, file.runs.post),
    inputs: new Map(
      Object.entries(file.inputs).map(([name, input]) => [
        name,
        (input.default ?? '').replace('${{ github.token }}', token)
      ])
    ),
    outputs: Object.keys(file.outputs)
  }
}
