import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { exampleWorkflows, openWorkflowSession } from '../../shared/testing/workflow-session.js'
import type { BareMachine, Observations } from './bare-machine.js'
import { checkChain } from './check-chain.js'
import { finding, type Checklist, type Findings } from './checklist.js'
import { dispatch, errorsOf, failedWith, logOf, type Rehearsal } from './rehearsal.js'
import type { UnpackedRelease } from './unpacked-release.js'
import {
  DISGUISES,
  disguisedStep,
  EXAMPLE,
  onOtherMachines,
  userFiles,
  wrongInputs
} from './user-repository.js'

/** Runs the actions of a release in the workflows of a user's repository, on a bare machine. */
export async function checkRuns(
  list: Checklist,
  release: UnpackedRelease,
  given: { readonly machine: BareMachine; readonly jobs: string; readonly projectRoot: string }
): Promise<void> {
  const { machine, jobs, projectRoot } = given
  await list.check('a file of the build would not be read unnoticed', () => watched(machine, projectRoot))
  const session = await openWorkflowSession({
    projectRoot: release.root,
    directory: jobs,
    writers: ['alice'],
    nodePath: machine.nodePath,
    files: { ...exampleWorkflows(release.root, [EXAMPLE]), ...userFiles },
    environment: { PATH: machine.searchPath, OMP_NUM_THREADS: '1' }
  })
  const rehearsal = { list, release, machine, session, repository: join(jobs, 'repository') }
  try {
    await checkWrongInputs(rehearsal)
    const trainingId = await checkChain(rehearsal)
    await checkOtherMachines(rehearsal, trainingId)
    const seen = machine.observations()
    await list.check('no action read or wrote where it has no business', () => [
      ...seen.strangeReads.map(path => `read ${path}`),
      ...seen.strangeWrites.map(path => `wrote ${path}`)
    ])
    await list.check('native code came from the release and the system', () => strangers(release, seen))
  } finally {
    await session.close()
  }
}

/** Proves the watch: without it the checks after it would prove nothing. */
function watched(machine: BareMachine, projectRoot: string): Findings {
  const file = join(projectRoot, 'package.json')
  const read = `require('node:fs').readFileSync(${JSON.stringify(file)})`
  const { stderr } = spawnSync(machine.nodePath, ['-e', read], { encoding: 'utf8' })
  return finding(machine.observations().strangeReads.includes(file), `${file} was not noted. ${stderr}`)
}

async function checkWrongInputs(rehearsal: Rehearsal): Promise<void> {
  const { list, release } = rehearsal
  const run = await dispatch(rehearsal, 'wrong-inputs.yml', wrongInputs(release.actions))
  for (const { name } of release.actions)
    await list.check(`${name} starts and names a wrong input`, () => failedWith(run, name, 'invalid-inputs'))
  await list.check('the ends of their jobs succeed', () => finding(run.conclusion === 'success', logOf(run)))
}

async function checkOtherMachines(rehearsal: Rehearsal, trainingId: string): Promise<void> {
  const { release, machine, list } = rehearsal
  const native = release.actions.filter(action => action.needsRuntime)
  const workflow = onOtherMachines(native, { program: machine.disguise, trainingId })
  const run = await dispatch(rehearsal, 'other-machines.yml', workflow)
  for (const { name } of native)
    await list.check(`${name} says in one line that it needs linux/x64 with glibc`, () =>
      DISGUISES.flatMap(place => {
        const step = disguisedStep(name, place)
        const lines = errorsOf(run, step).flatMap(message => message.split('\n'))
        const findings = [
          ...failedWith(run, step, 'unsupported-platform'),
          ...finding(lines.length === 1, `${lines.length} lines`)
        ]
        return findings.map(text => `on ${place}: ${text}`)
      })
    )
  await list.check(`${native.length} actions need the runtime`, () => finding(native.length > 0, 'none'))
}

function strangers({ root }: UnpackedRelease, { natives }: Observations): Findings {
  const ours = natives.filter(path => path.startsWith(`${root}/`))
  const others = natives.filter(path => !ours.includes(path) && !/^\/(?:usr|lib|lib64)\//.test(path))
  return [
    ...finding(ours.length === 2, `${ours.length} native files of the release were loaded instead of two`),
    ...others
  ]
}
