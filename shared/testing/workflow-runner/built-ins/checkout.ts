import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../../../src/errors.js'
import type { BuiltInAction, BuiltInCall } from './built-in-action.js'
import { githubText, inputsOf } from './built-in-action.js'
import { git } from './git.js'

const IGNORED =
  'token ssh-key ssh-known-hosts ssh-user filter fetch-depth fetch-tags show-progress set-safe-directory ' +
  'github-server-url clean persist-credentials ssh-strict sparse-checkout-cone-mode'

const NOT_CHECKED_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules'])

/** Stands in for actions/checkout. */
export const checkout: BuiltInAction = {
  inputs: inputsOf(`repository ref path sparse-checkout ${IGNORED}`, { lfs: 'false', submodules: 'false' }),
  main: checkOut
}

async function checkOut(call: BuiltInCall): Promise<void> {
  refuseUnsupported(call)
  const { workspace } = call.job.directories
  const target = resolve(workspace, call.input('path'))
  if (target !== workspace && !target.startsWith(`${workspace}/`)) {
    throw new UserError('checkout-path', `the path ${target} is not inside the workspace`)
  }
  await mkdir(target, { recursive: true })
  const source = call.job.run.options.checkout
  if (source.kind === 'clone') await clone(call, source.repository, target)
  else await copyWorkingTree(call, target)
}

function refuseUnsupported(call: BuiltInCall): void {
  const repository = call.input('repository')
  if (repository !== '' && repository.toLowerCase() !== githubText(call.job, 'repository').toLowerCase()) {
    throw new UserError('checkout-unsupported', `this runner cannot check out ${repository}`)
  }
  for (const name of ['sparse-checkout', 'lfs', 'submodules']) {
    const value = call.input(name)
    if (value !== '' && value !== 'false') {
      throw new UserError(
        'checkout-unsupported',
        `this runner's actions/checkout does not support \`${name}\``
      )
    }
  }
}

async function copyWorkingTree(call: BuiltInCall, target: string): Promise<void> {
  refuseOtherRef(call)
  const root = call.job.run.options.repositoryRoot
  if ((await realpath(target)) === (await realpath(root))) {
    return call.reporter.line('The workspace is the working tree itself: nothing to copy')
  }
  const files = await workingTreeFiles(root)
  for (const file of files) {
    const source = join(root, file)
    // Tracked, but deleted in the working tree.
    if (!existsSync(source)) continue
    await mkdir(dirname(join(target, file)), { recursive: true })
    await cp(source, join(target, file), { recursive: true, verbatimSymlinks: true })
  }
  call.setOutput('ref', githubText(call.job, 'ref'))
  call.setOutput('commit', githubText(call.job, 'sha'))
  call.reporter.line(`Copied ${files.length} entries of the working tree (this runner's actions/checkout)`)
}

function refuseOtherRef(call: BuiltInCall): void {
  const ref = call.input('ref')
  const known = ['ref', 'ref_name', 'sha'].map(name => githubText(call.job, name))
  if (ref === '' || known.includes(ref)) return
  throw new UserError('checkout-ref', `the working tree is ${githubText(call.job, 'ref')}, not ${ref}`, {
    hint: 'give the runner a repository to clone'
  })
}

/** Tracked files; where git knows none, everything but `.git` and `node_modules`. */
async function workingTreeFiles(root: string): Promise<string[]> {
  try {
    const tracked = await git(root, ['ls-files', '-z'])
    if (tracked !== '') return tracked.split('\0').filter(file => file !== '')
  } catch {
    // Not a repository.
  }
  return (await readdir(root)).filter(name => !NOT_CHECKED_OUT.has(name))
}

async function clone(call: BuiltInCall, repository: string, target: string): Promise<void> {
  const ref = call.input('ref')
  if (ref !== '' && !/^\w[\w./-]*$/.test(ref)) throw new UserError('checkout-ref', `${ref} is not a ref`)
  await git(target, ['init', '--quiet', '--initial-branch=main'])
  await git(target, ['remote', 'add', 'origin', repository])
  await git(target, ['fetch', '--quiet', '--tags', 'origin'])
  const branch = ref === '' ? githubText(call.job, 'ref_name') : ref.replace(/^refs\/heads\//, '')
  const isBranch = await hasRef(target, `refs/remotes/origin/${branch}`)
  const commit = ref === '' ? githubText(call.job, 'sha') : isBranch ? `origin/${branch}` : ref
  await git(target, [
    'checkout',
    '--quiet',
    '--force',
    ...(isBranch ? ['-B', branch, commit] : ['--detach', commit])
  ])
  call.setOutput('ref', ref === '' ? githubText(call.job, 'ref') : ref)
  call.setOutput('commit', (await git(target, ['rev-parse', 'HEAD'])).trim())
  call.reporter.line(`Cloned and checked out ${branch} (this runner's actions/checkout)`)
}

async function hasRef(directory: string, ref: string): Promise<boolean> {
  return git(directory, ['show-ref', '--verify', '--quiet', ref]).then(
    () => true,
    () => false
  )
}
