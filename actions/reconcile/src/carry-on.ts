import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { chainVerdict, resumedBy } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { Pass } from './pass.js'

/** Hands a completed run without a decision to this workflow, unless another one carries it on. */
export async function carryOn(pass: Pass, seen: TrainingRecord): Promise<void> {
  const { ports, inputs, findings } = pass
  const { training_id: trainingId } = seen
  const verdict = await verdictOn(pass, seen)
  if (verdict === 'given-up') {
    findings.warn(
      `The run ${trainingId} completed, and three workflows were told to carry it on and left no decision; evaluate-gate with this training-id shows why.`
    )
  }
  if (verdict !== 'resume') return
  if (!inputs.dryRun && !(await claim(pass, seen))) return
  findings.resumed.push(trainingId)
  ports.line(`${trainingId}: completed without a decision; this workflow carries it on.`)
}

async function verdictOn(pass: Pass, record: TrainingRecord) {
  const { resumed_by: before } = record
  const trainer = before === undefined ? await pass.owners.ofRun(record) : 'unknown'
  const carrier = await pass.owners.stateOf(before)
  return chainVerdict({ record, trainer, carrier, self: pass.ports.workflowRun, now: pass.now() })
}

/** Of two that come at the same time, one has it. */
async function claim({ ports }: Pass, seen: TrainingRecord): Promise<boolean> {
  const { store, clock, workflowRun } = ports
  const key = layout.training(seen.training_id)
  const current = await readRecord(store, key, trainingRecord)
  const isSame = JSON.stringify(current?.value.resumed_by) === JSON.stringify(seen.resumed_by)
  if (current?.value.status !== 'completed' || !isSame) return false
  const next = resumedBy(current.value, workflowRun, clock.now())
  return (await writeRecord(store, key, next, { etag: current.etag })).written
}
