import { UserError } from '../../errors.js'
import {
  canUseApt,
  installIntoVirtualEnvironment,
  installWithApt,
  type Installation,
  type Installer
} from './install.js'
import { probe, type Interpreter } from './probe.js'
import type { Requirement } from './requirements.js'

export interface InterpreterWish {
  /** The `python` input: only this one is used then. */
  readonly python: string | undefined
  /** Tried first, before `python3` on the path. */
  readonly preferred: string | undefined
  readonly requirements: readonly Requirement[]
}

/**
 * An interpreter that can import what the algorithm needs: the named one, `MLOPS_PYTHON`, `python3`, `/usr/bin/python3`;
 * else the packages are installed (apt as root on Debian, or pinned wheels in a virtual environment).
 * None: `UserError` `python-missing` or `python-packages-missing`, naming the modules and the command that mends it.
 */
export async function findInterpreter(wish: InterpreterWish, installer: Installer): Promise<Interpreter> {
  const candidates = wish.python === undefined ? defaultCandidates(wish.preferred) : [wish.python]
  const found: Interpreter[] = []
  for (const path of candidates) {
    const interpreter = await probe(path, wish.requirements, installer.environment)
    if (interpreter?.missing.length === 0) return interpreter
    if (interpreter === undefined) continue
    installer.log(`${path} is Python ${interpreter.version} without ${interpreter.missing.join(', ')}`)
    found.push(interpreter)
  }
  if (wish.python !== undefined) throw unusable(wish, found[0])
  return install(wish, found, installer)
}

function defaultCandidates(preferred: string | undefined): string[] {
  return [...new Set([...(preferred === undefined ? [] : [preferred]), 'python3', '/usr/bin/python3'])]
}

async function install(
  wish: InterpreterWish,
  found: readonly Interpreter[],
  installer: Installer
): Promise<Interpreter> {
  const failures: string[] = []
  const attempt = async (installation: Installation): Promise<Interpreter | undefined> => {
    if ('failure' in installation) {
      failures.push(installation.failure)
      return undefined
    }
    const interpreter = await probe(installation.python, wish.requirements, installer.environment)
    if (interpreter?.missing.length === 0) return interpreter
    failures.push(`${installation.python} still lacks ${interpreter?.missing.join(', ') ?? 'everything'}`)
    return undefined
  }
  if (await canUseApt()) {
    const interpreter = await attempt(await installWithApt(wish.requirements, installer))
    if (interpreter !== undefined) return interpreter
  }
  for (const { path } of found) {
    const interpreter = await attempt(await installIntoVirtualEnvironment(path, wish.requirements, installer))
    if (interpreter !== undefined) return interpreter
  }
  throw cannotInstall(wish, found, failures)
}

function unusable(wish: InterpreterWish, interpreter: Interpreter | undefined): UserError {
  if (interpreter === undefined) {
    return new UserError('python-missing', `"${wish.python ?? ''}" is not a Python 3.10 or later`, {
      hint: 'Name an interpreter in the input python, or leave it empty.'
    })
  }
  return new UserError(
    'python-packages-missing',
    `${interpreter.path} cannot import ${interpreter.missing.join(', ')}`,
    {
      hint: `Run: ${interpreter.path} -m pip install ${pins(wish)}`
    }
  )
}

function cannotInstall(
  wish: InterpreterWish,
  found: readonly Interpreter[],
  failures: readonly string[]
): UserError {
  const modules = wish.requirements.map(requirement => requirement.module).join(', ')
  const tried = failures.length > 0 ? ` (${failures.join('; ')})` : ''
  if (found.length === 0) {
    return new UserError(
      'python-missing',
      `no Python 3.10 or later was found, and none could be installed${tried}`,
      {
        hint: 'Add actions/setup-python before this step.'
      }
    )
  }
  return new UserError(
    'python-packages-missing',
    `no Python here can import ${modules}, and they could not be installed${tried}`,
    {
      hint: `Add a step: ${found[0]?.path ?? 'python3'} -m pip install ${pins(wish)}`
    }
  )
}

function pins(wish: InterpreterWish): string {
  return wish.requirements.map(requirement => requirement.pinned).join(' ')
}
