import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import {
  chainVerdict,
  resumedBy,
  resumedLater,
  type ChainVerdict,
  type Errand
} from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { Pass } from './pass.js'

/** Whether a run is handed to this workflow for an errand. */
export async function handOverVerdict(
  pass: Pass,
  record: TrainingRecord,
  errand: Errand
): Promise<ChainVerdict> {
  const owner = await pass.owners.ofChain(record, errand)
  return chainVerdict({ record, errand, owner, self: pass.ports.workflowRun, now: pass.now() })
}

/** How runs are handed over as this pass changes them. */
export interface HandOver {
  /** Whether to this workflow; else the next pass does it. */
  readonly isNow: boolean
  readonly mark: (record: TrainingRecord) => TrainingRecord
}

/** Hands over a run that this pass is about to change, or leaves that to the next one when it hands over no more. */
export function handOver(pass: Pass, errand: Errand): HandOver {
  const [now, self] = [pass.now(), pass.ports.workflowRun]
  if (pass.findings.isFull) return { isNow: false, mark: record => resumedLater(record, errand, now) }
  return { isNow: true, mark: record => resumedBy(record, errand, { self, now }) }
}

/** Hands a run to this workflow as it was seen; of two that come at the same time, one has it. */
export async function claimErrand(pass: Pass, seen: TrainingRecord, errand: Errand): Promise<boolean> {
  const { ports, inputs } = pass
  if (pass.findings.isFull) return false
  if (inputs.dryRun) return true
  const key = layout.training(seen.training_id)
  const current = await readRecord(ports.store, key, trainingRecord)
  const isSame = JSON.stringify(current?.value.resumed_by) === JSON.stringify(seen.resumed_by)
  if (current?.value.status !== seen.status || !isSame) return false
  const next = resumedBy(current.value, errand, { self: ports.workflowRun, now: pass.now() })
  return (await writeRecord(ports.store, key, next, { etag: current.etag })).written
}
