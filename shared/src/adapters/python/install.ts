import { access, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../../domain/text/sha256-of.js'
import type { Requirement } from './requirements.js'
import { runCommand } from './run-command.js'

export interface Installer {
  readonly environment: Readonly<Record<string, string>>
  /** Where virtual environments are kept between jobs. */
  readonly toolDirectory: string
  readonly log: (line: string) => void
}

/** The interpreter to try next, or why the installation did not work. */
export type Installation = { readonly python: string } | { readonly failure: string }

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) ?? ''

/** Whether this is Debian (or its child) as root: then apt is the fastest way, and nothing else is disturbed. */
export async function canUseApt(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const debian = /^ID(_LIKE)?="?[^\n]*debian/m.test(release)
  return debian && (await exists('/usr/bin/apt-get'))
}

/** Installs Debian's packages for `/usr/bin/python3`. */
export async function installWithApt(
  requirements: readonly Requirement[],
  installer: Installer
): Promise<Installation> {
  const packages = requirements.flatMap(requirement => requirement.debian ?? [])
  installer.log(`Installing Debian packages ${packages.join(' ')} (apt, as root; about half a minute)`)
  const environment = { ...installer.environment, DEBIAN_FRONTEND: 'noninteractive' }
  const install = [
    '-o',
    'DPkg::Lock::Timeout=300',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    'python3',
    ...packages
  ]
  let result = await runCommand('/usr/bin/apt-get', install, { environment, timeoutSeconds: 900 })
  if (result.code !== 0) {
    await runCommand('/usr/bin/apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'update', '-qq'], {
      environment,
      timeoutSeconds: 300
    })
    result = await runCommand('/usr/bin/apt-get', install, { environment, timeoutSeconds: 900 })
  }
  return result.code === 0
    ? { python: '/usr/bin/python3' }
    : { failure: `apt-get: ${lastLine(result.stderr)}` }
}

/** Installs pinned wheels into a virtual environment that later jobs find again; a broken half is never left at its name. */
export async function installIntoVirtualEnvironment(
  python: string,
  requirements: readonly Requirement[],
  installer: Installer
): Promise<Installation> {
  const pins = requirements.map(requirement => requirement.pinned)
  const name = sha256Of([python, ...pins].join('\n')).slice(0, 12)
  const directory = join(installer.toolDirectory, `mlops-python-${name}`)
  if (await exists(join(directory, 'bin', 'python'))) return { python: join(directory, 'bin', 'python') }
  const draft = `${directory}.${process.pid}.draft`
  installer.log(`Installing ${pins.join(' ')} into a virtual environment of ${python}`)
  const { environment } = installer
  const made = await runCommand(python, ['-m', 'venv', draft], { environment, timeoutSeconds: 120 })
  if (made.code !== 0) return discard(draft, `${python} -m venv: ${lastLine(made.stderr || made.stdout)}`)
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--only-binary=:all:',
    '--retries',
    '2',
    '--timeout',
    '20',
    ...pins
  ]
  const installed = await runCommand(join(draft, 'bin', 'python'), pip, { environment, timeoutSeconds: 900 })
  if (installed.code !== 0) return discard(draft, `pip: ${lastLine(installed.stderr)}`)
  await rename(draft, directory).catch(() => rm(draft, { recursive: true, force: true }))
  return { python: join(directory, 'bin', 'python') }
}

async function discard(draft: string, failure: string): Promise<Installation> {
  await rm(draft, { recursive: true, force: true })
  return { failure }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  )
}
