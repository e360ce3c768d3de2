import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensurePython } from '../ensure-python.js'
import { node24Path } from '../node24.js'
import { temporaryDirectory } from '../release/temporary-directory.js'
import { checkArchive } from './check-archive.js'
import { bareMachine } from './bare-machine.js'
import { Checklist, finding, type Findings } from './checklist.js'
import { checkDamagedForms } from './check-damaged-forms.js'
import { checkRuns } from './check-runs.js'
import { startTimes } from './start-times.js'
import { unpackRelease } from './unpacked-release.js'

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** Unpacks a release archive into an empty directory and tries everything in it, as the runner would. */
export async function rehearseArchive(given: {
  readonly archive: string
  readonly say: (line: string) => void
}): Promise<{ readonly passed: number; readonly failed: number }> {
  const { archive, say } = given
  const place = temporaryDirectory('mlops-rehearsal-')
  const list = new Checklist(say)
  const rehearsal = { list, archive, place: place.path, say }
  try {
    await list.check('the rehearsal came to its end', () => carryOut(rehearsal))
  } finally {
    place.remove()
  }
  return { passed: list.passed, failed: list.failed }
}

async function carryOut(rehearsal: {
  readonly list: Checklist
  readonly archive: string
  readonly place: string
  readonly say: (line: string) => void
}): Promise<Findings> {
  const { list, archive, place, say } = rehearsal
  const release = unpackRelease(archive, join(place, 'release'))
  say('The archive')
  await checkArchive(list, release, { archive, projectRoot })
  const jobs = join(place, 'jobs')
  const python = await ensurePython(line => say(`  ${line}`))
  const machine = bareMachine({
    ...{ directory: join(place, 'machine'), node24: node24Path, python, jobs },
    release: release.root
  })
  say('Its actions, with git and Python on the machine and nothing else')
  await list.check('the Node is 24, as on a runner', isNode24)
  await checkRuns(list, release, { machine, jobs, projectRoot })
  await checkDamagedForms(list, release, node24Path)
  say('From launch to exit, wrong inputs')
  for (const line of startTimes(release, node24Path)) say(`  ${line}`)
  return []
}

function isNode24(): Findings {
  const version = execFileSync(node24Path, ['--version']).toString().trim()
  return finding(version.startsWith('v24.'), `it is ${version}; npm installs 24 on linux/x64 only`)
}
