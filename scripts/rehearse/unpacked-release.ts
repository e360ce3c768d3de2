import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

interface ActionFile {
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string }
}

/** An action as a release has it. */
export interface ReleasedAction {
  readonly name: string
  readonly using: string
  readonly inputs: readonly string[]
  /** Programs of `main` and `post`. */
  readonly programs: readonly string[]
  /** Whether a script of the action asks for onnxruntime. */
  readonly needsRuntime: boolean
}

/** An unpacked release archive. */
export interface UnpackedRelease {
  readonly root: string
  readonly actions: readonly ReleasedAction[]
}

/** Unpacks an archive with one directory at its top into a new, empty directory. */
export function unpackRelease(archive: string, target: string): UnpackedRelease {
  mkdirSync(target)
  execFileSync('tar', ['-xzf', archive, '-C', target])
  const [top, ...others] = readdirSync(target)
  if (top === undefined || others.length > 0) throw new Error(`${archive} has not one directory at its top`)
  const root = join(target, top)
  const actions = readdirSync(join(root, 'actions')).sort()
  return { root, actions: actions.map(name => readAction(root, name)) }
}

function readAction(root: string, name: string): ReleasedAction {
  const directory = join(root, 'actions', name)
  const { inputs, runs } = parse(readFileSync(join(directory, 'action.yml'), 'utf8')) as ActionFile
  const programs = [runs.main, ...(runs.post === undefined ? [] : [runs.post])]
  return {
    name,
    using: runs.using,
    inputs: Object.keys(inputs ?? {}),
    programs: programs.map(program => join(directory, program)),
    needsRuntime: scripts(join(root, 'dist', name)).some(asksForRuntime)
  }
}

function scripts(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter(name => name.endsWith('.js'))
    .map(name => join(directory, name))
}

const asksForRuntime = (script: string) =>
  /require\(["']onnxruntime-node["']\)/.test(readFileSync(script, 'utf8'))
