import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { findInterpreter } from '../../../src/adapters/python/find-interpreter.js'
import { installIntoVirtualEnvironment, type Installer } from '../../../src/adapters/python/install.js'
import { requirementsOf } from '../../../src/adapters/python/requirements.js'
import { codeOf } from '../../../testing/code-of.js'
import { Executables } from './fake-python.js'

let executables: Executables
let lines: string[]
let installer: Installer
beforeEach(() => {
  executables = new Executables()
  lines = []
  installer = {
    environment: { PATH: `${executables.directory}:/usr/bin:/bin` },
    toolDirectory: executables.path('tools'),
    log: line => lines.push(line)
  }
})
afterEach(() => executables.close())

const requirements = requirementsOf('random_forest')
const all = ['numpy', 'sklearn']
const named = (python: string) => ({ python, preferred: undefined, requirements })
const failure = async (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

describe('the named interpreter', () => {
  test('is used when it can import everything', async () => {
    const python = executables.python('mine', all)
    expect(await findInterpreter(named(python), installer)).toEqual({
      path: python,
      version: '3.11.2',
      modules: { numpy: '1.0', sklearn: '1.0' },
      missing: []
    })
  })

  test('is the only one that is tried, and the error names module and command', async () => {
    const python = executables.python('mine', ['numpy'])
    executables.python('python3', all)
    expect(await failure(findInterpreter(named(python), installer))).toMatchObject({
      code: 'python-packages-missing',
      message: `${python} cannot import sklearn`,
      hint: expect.stringMatching(
        new RegExp(`^Run: ${python} -m pip install numpy==\\S+ scikit-learn==\\S+$`)
      )
    })
  })

  test.each([
    ['is not there', undefined],
    ['fails', 'exit 3'],
    ['answers something else', 'echo hello'],
    ['answers null', 'echo null'],
    ['answers without versions', 'echo "{}"'],
    ['is too old', `echo '{"version": "3.9.2", "found": {"numpy": "1", "sklearn": "1"}}'`],
    ['is Python 2', `echo '{"version": "2.7.18", "found": {"numpy": "1", "sklearn": "1"}}'`]
  ])('that %s is no Python', async (_name, script) => {
    const python = script === undefined ? executables.path('nothing') : executables.write('mine', script)
    const error = await failure(findInterpreter(named(python), installer))
    expect(error).toMatchObject({ code: 'python-missing', message: expect.stringContaining(python) })
  })
})

describe('without a name', () => {
  const wish = (preferred: string | undefined) => ({ python: undefined, preferred, requirements })

  test('the preferred interpreter comes first', async () => {
    const preferred = executables.python('preferred', all)
    executables.python('python3', all)
    expect((await findInterpreter(wish(preferred), installer)).path).toBe(preferred)
  })

  test('python3 on the path comes next, and the log says why', async () => {
    const preferred = executables.python('preferred', ['sklearn'])
    executables.python('python3', all)
    expect((await findInterpreter(wish(preferred), installer)).path).toBe('python3')
    expect(lines).toEqual([`${preferred} is Python 3.11.2 without numpy`])
  })

  test('nothing of the program itself reaches the interpreter', async () => {
    const python = executables.write(
      'python3',
      `env > ${executables.path('seen')}; echo '{"version": "3.11.2", "found": {"numpy": "1", "sklearn": "1"}}'`
    )
    await findInterpreter(named(python), {
      ...installer,
      environment: { PATH: '/usr/bin:/bin', ONLY: 'this' }
    })
    const { readFileSync } = await import('node:fs')
    const names = readFileSync(executables.path('seen'), 'utf8')
      .trim()
      .split('\n')
      .map(line => line.split('=')[0] ?? '')
    // The shell adds three of its own.
    expect(names.filter(name => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).sort()).toEqual([
      'ONLY',
      'PATH'
    ])
  })
})

test('an algorithm needs what it is made with, a script nothing', () => {
  expect(requirementsOf('xgboost').map(({ module }) => module)).toEqual(['numpy', 'sklearn', 'xgboost'])
  expect(requirementsOf('logistic_regression').map(({ module }) => module)).toEqual(all)
  expect(requirementsOf('script')).toEqual([])
})

describe('a virtual environment', () => {
  /** Makes `<directory>/bin/python`, which answers pip as told. */
  const venvMaker = (pip: string) =>
    executables.python(
      'base',
      [],
      [
        `echo "$2" >> ${executables.path('calls')}`,
        'mkdir -p "$3/bin"',
        `printf '#!/bin/sh\\n%s\\n' '${pip}' > "$3/bin/python"`,
        'chmod +x "$3/bin/python"'
      ].join('\n')
    )

  test('is made once and found again by later jobs', async () => {
    const python = venvMaker('exit 0')
    const first = await installIntoVirtualEnvironment(python, requirements, installer)
    const again = await installIntoVirtualEnvironment(python, requirements, installer)
    expect(again).toEqual(first)
    const made = 'python' in first ? first.python : ''
    expect(made).toMatch(/tools\/mlops-python-[0-9a-f]{12}\/bin\/python$/)
    expect(existsSync(made)).toBe(true)
    expect(lines).toHaveLength(1)
  })

  test('for other packages is another one', async () => {
    const python = venvMaker('exit 0')
    const first = await installIntoVirtualEnvironment(python, requirements, installer)
    const other = await installIntoVirtualEnvironment(python, requirementsOf('xgboost'), installer)
    expect(other).not.toEqual(first)
  })

  test('that cannot be filled leaves nothing behind and says why', async () => {
    const python = venvMaker('echo resolving >&2; echo no matching distribution >&2; exit 1')
    expect(await installIntoVirtualEnvironment(python, requirements, installer)).toEqual({
      failure: 'pip: no matching distribution'
    })
    expect(readdirSync(installer.toolDirectory)).toEqual([])
  })

  test('that cannot be made says why', async () => {
    const python = executables.python('base', [], 'echo ensurepip is not available; exit 1')
    expect(await installIntoVirtualEnvironment(python, requirements, installer)).toEqual({
      failure: `${python} -m venv: ensurepip is not available`
    })
  })
})

test('an error of the adapter is an error for people', async () => {
  expect(await codeOf(findInterpreter(named(executables.path('nothing')), installer))).toBe('python-missing')
})
