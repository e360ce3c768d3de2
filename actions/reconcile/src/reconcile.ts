import { hintedRun } from './event-hint.js'
import { findRuns } from './find-runs.js'
import { inTurns } from './in-turns.js'
import type { ReconcileInputs } from './inputs.js'
import { giveBackSlots } from './job-slots.js'
import { lookAtRun } from './look-at-run.js'
import { stopOrphans } from './orphans.js'
import type { ReconcileOutcome } from './outcome.js'
import { Pass } from './pass.js'
import type { ReconcilePorts } from './ports.js'
import { lookAtSchedules } from './schedules.js'
import { awaitStops } from './stop-run.js'

const AT_ONCE = 8
const MOST_RUNS = 2000

/** One pass of housekeeping: it may run at any time, at the same time as another, and as often as wanted. */
export async function reconcile(inputs: ReconcileInputs, ports: ReconcilePorts): Promise<ReconcileOutcome> {
  const pass = new Pass(inputs, ports)
  if (!ports.storeExists()) pass.findings.warn(noStore(inputs.store))
  await lookAtRuns(pass)
  await pass.guarded('The training jobs cannot be listed', () => stopOrphans(pass))
  if (pass.findings.isFull)
    pass.findings.warn('There is more to be done than one pass does; the next one goes on.')
  await pass.guarded('The end of stopped training jobs cannot be awaited', () => awaitStops(pass))
  await pass.guarded('The places for training jobs cannot be read', () => giveBackSlots(pass))
  await pass.guarded('The schedules cannot be checked', () => lookAtSchedules(pass))
  return pass.findings.outcome(inputs.dryRun)
}

/** Housekeeping of an empty place would be green for ever. */
function noStore(store: string): string {
  return `There is no store "${store.slice(0, 80)}" here, so no run and no training job is looked after. Set the input store to the place of the runs, in the example workflow by the variable MLOPS_STORE; a directory is to be restored before this step.`
}

async function lookAtRuns(pass: Pass): Promise<void> {
  const { ports, inputs, findings } = pass
  const open = await findRuns(ports.store, pass.now())
  const first = inputs.trainingId ?? hintedRun(await ports.readEvent().catch(() => undefined))
  const known = first !== undefined && open.includes(first)
  const runs = known ? [first, ...open.filter(id => id !== first)] : open
  const looked = runs.slice(0, MOST_RUNS)
  if (runs.length > looked.length)
    findings.warn(`${runs.length} runs have no decision; the newest ${looked.length} of them were looked at.`)
  findings.looked = looked.length
  await inTurns(looked, AT_ONCE, async id => {
    if (!findings.isFull) await pass.guarded(`The run ${id}`, () => lookAtRun(pass, id))
  })
}
