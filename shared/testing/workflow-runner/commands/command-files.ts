import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../../src/errors.js'
import { parseKeyValueFile } from './key-value-file.js'
import type { StepReporter } from './step-reporter.js'

const KINDS = ['output', 'env', 'path', 'state', 'step_summary'] as const
const MAX_FILE_BYTES = 32 * 1024 * 1024
const BLOCKED_VARIABLES: ReadonlySet<string> = new Set(['NODE_OPTIONS'])

type Kind = (typeof KINDS)[number]

/** What a step left in its command files. */
export interface CommandFileResults {
  readonly outputs: ReadonlyMap<string, string>
  readonly env: ReadonlyMap<string, string>
  readonly paths: readonly string[]
  readonly states: ReadonlyMap<string, string>
  /** Whether a malformed file fails the step. */
  readonly failed: boolean
}

/** The fresh files of one step: GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH, GITHUB_STATE and GITHUB_STEP_SUMMARY. */
export class CommandFiles {
  readonly #paths: ReadonlyMap<Kind, string>

  constructor(temp: string) {
    const directory = join(temp, '_runner_file_commands')
    mkdirSync(directory, { recursive: true })
    const id = randomUUID()
    this.#paths = new Map(KINDS.map(kind => [kind, join(directory, `${kind}_${id}`)]))
    for (const path of this.#paths.values()) writeFileSync(path, '')
  }

  /** The variables that tell a process where they are. */
  variables(): [string, string][] {
    return [...this.#paths].map(([kind, path]) => [`GITHUB_${kind.toUpperCase()}`, path])
  }

  /** Reads them all, whatever became of the process; a malformed one is an error and the others still count. */
  process(reporter: StepReporter): CommandFileResults {
    const problems: string[] = []
    const read = <Value>(kind: Kind, parse: (text: string) => Value, otherwise: Value): Value => {
      try {
        return parse(this.#read(kind))
      } catch (error) {
        problems.push(`Unable to process file command '${kind}' successfully.`)
        problems.push(error instanceof Error ? error.message : String(error))
        return otherwise
      }
    }
    const none = new Map<string, string>()
    const results = {
      outputs: read('output', parseKeyValueFile, none),
      env: withoutBlocked(read('env', parseKeyValueFile, none), reporter),
      paths: read('path', text => text.split(/\r?\n/).filter(line => line !== ''), []),
      states: read('state', parseKeyValueFile, none)
    }
    read('step_summary', text => reporter.summary(text), undefined)
    for (const problem of problems) reporter.error(problem)
    return { ...results, failed: problems.length > 0 }
  }

  #read(kind: Kind): string {
    const path = this.#paths.get(kind) ?? ''
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return ''
    if (stats.size > MAX_FILE_BYTES) {
      throw new UserError(
        'file-command-invalid',
        `the file holds ${stats.size} bytes, more than ${MAX_FILE_BYTES}`
      )
    }
    return readFileSync(path, 'utf8')
  }
}

function withoutBlocked(env: Map<string, string>, reporter: StepReporter): Map<string, string> {
  for (const name of env.keys()) {
    if (!BLOCKED_VARIABLES.has(name.toUpperCase())) continue
    env.delete(name)
    reporter.error(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`)
  }
  return env
}
