import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../shared/src/errors.js'
import { archiveCommit, megabytes } from './release/archive.js'
import { git } from './release/git.js'
import { assertReleasePlatform } from './release/release-platform.js'
import { readArguments, runScript, wrongUsage } from './release/run-script.js'
import { temporaryDirectory } from './release/temporary-directory.js'
import { rehearseArchive } from './rehearse/rehearse-archive.js'
import { rehearsedCommit, rehearsedWorkingTree, type RehearsedCommit } from './rehearse/rehearsed-commit.js'

const USAGE = `npm run rehearse -- [<tag or commit> | --archive <file> | --working-tree]

Tries a release out in an empty directory; default: the release commit that HEAD would get.`

interface Wanted {
  /** A tag or commit. */
  readonly name: string | undefined
  readonly archive: string | undefined
  readonly workingTree: boolean
}

const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const say = (line: string) => process.stdout.write(`${line}\n`)

function readWanted(): Wanted {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { archive: { type: 'string' }, 'working-tree': { type: 'boolean', default: false } }
  })
  const { archive, 'working-tree': workingTree } = values
  if (positionals.length + Number(archive !== undefined) + Number(workingTree) > 1)
    throw wrongUsage('One thing is rehearsed.', USAGE)
  return { name: positionals[0], archive, workingTree }
}

/** The commit that the arguments mean: a tag or commit, the working tree, by default HEAD. */
async function commitToRehearse(
  { name = 'HEAD', workingTree }: Wanted,
  place: string
): Promise<RehearsedCommit> {
  if (workingTree) return rehearsedWorkingTree(project, { place, say })
  if (name === 'HEAD' && git(project, ['status', '--porcelain']) !== '')
    say('What is not committed is no part of this rehearsal; --working-tree takes it in.')
  return rehearsedCommit(project, name, { place, say })
}

async function archiveIn(place: string, wanted: Wanted): Promise<string> {
  if (wanted.archive !== undefined) {
    if (existsSync(wanted.archive)) return resolve(wanted.archive)
    throw new UserError('archive-missing', `there is no file ${wanted.archive}`)
  }
  const { repository, commit } = await commitToRehearse(wanted, place)
  const archive = join(place, 'mlops-actions.tar.gz')
  say(`Archived ${commit.slice(0, 12)}: ${megabytes(archiveCommit(repository, commit, archive))}`)
  return archive
}

async function main(): Promise<number> {
  const started = Date.now()
  const wanted = readWanted()
  assertReleasePlatform()
  const place = temporaryDirectory('mlops-release-')
  try {
    const { passed, failed } = await rehearseArchive({ archive: await archiveIn(place.path, wanted), say })
    say(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s`)
    say(`${passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    place.remove()
  }
}

await runScript(say, main)
