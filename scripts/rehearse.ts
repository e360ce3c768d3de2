import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { archiveCommit, megabytes } from './release/archive.js'
import { git } from './release/git.js'
import { rehearseArchive } from './rehearse/rehearse-archive.js'
import { rehearsedCommit, rehearsedWorkingTree, type RehearsedCommit } from './rehearse/rehearsed-commit.js'

const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const say = (line: string) => process.stdout.write(`${line}\n`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { archive: { type: 'string' }, 'working-tree': { type: 'boolean', default: false } }
})

/** The commit that the arguments mean: a tag or commit, the working tree, by default HEAD. */
function commitToRehearse(place: string): RehearsedCommit {
  if (values['working-tree']) return rehearsedWorkingTree(project, place)
  const [name = 'HEAD'] = positionals
  if (name === 'HEAD' && git(project, ['status', '--porcelain']) !== '')
    say('What is not committed is no part of this rehearsal; --working-tree takes it in.')
  return rehearsedCommit(project, name, place)
}

function archiveIn(place: string): string {
  if (values.archive !== undefined) return resolve(values.archive)
  say('Building the release commit in a clean clone')
  const { repository, commit } = commitToRehearse(place)
  const archive = join(place, 'mlops-actions.tar.gz')
  say(`Archived ${commit.slice(0, 12)}: ${megabytes(archiveCommit(repository, commit, archive))}`)
  return archive
}

const started = Date.now()
const place = mkdtempSync(join(tmpdir(), 'mlops-release-'))
try {
  const { passed, failed } = await rehearseArchive({ archive: archiveIn(place), say })
  say(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  rmSync(place, { recursive: true, force: true, maxRetries: 3 })
}
