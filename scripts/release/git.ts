import { spawnSync } from 'node:child_process'

export interface GitOptions {
  /** What the command reads. */
  readonly input?: string
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>
}

const MAX_OUTPUT_BYTES = 64_000_000

// Whatever the user configured, files are taken byte by byte and nothing else is started.
const NEUTRAL = ['core.autocrlf=false', 'core.fsmonitor=false', 'core.hooksPath=/dev/null', 'gc.auto=0']

// Set inside hooks, and about another repository than the one that is meant.
const ELSEWHERE =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX)$/
const surroundings = () => Object.entries(process.env).filter(([name]) => !ELSEWHERE.test(name))

/** Runs git in a directory and returns what it prints, without the last line break; throws what it complains of. */
export function git(directory: string, args: readonly string[], options: GitOptions = {}): string {
  const settings = NEUTRAL.flatMap(setting => ['-c', setting])
  const run = spawnSync('git', [...settings, ...args], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { ...Object.fromEntries(surroundings()), GIT_TERMINAL_PROMPT: '0', ...options.environment },
    ...(options.input === undefined ? {} : { input: options.input })
  })
  if (run.error !== undefined) throw run.error
  if (run.status !== 0)
    throw new Error(`git ${args.join(' ')}: ${run.stderr.trim() || (run.signal ?? 'it gave no reason')}`)
  return run.stdout.replace(/\n$/, '')
}

/** The object a ref or another name of a commit stands for; undefined when there is none. */
export function resolveObject(repository: string, name: string): string | undefined {
  try {
    return git(repository, ['rev-parse', '--verify', '--quiet', name])
  } catch {
    return undefined
  }
}
