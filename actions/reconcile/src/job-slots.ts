import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import { leaseRecord } from '../../../shared/src/domain/records/lease.js'
import { trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { TRAINING_ID } from '../../../shared/src/domain/text/id-patterns.js'
import { jobSlotsPrefix } from '../../../shared/src/training/cloud/job-slot.js'
import { hasNoJob } from './has-no-job.js'
import type { Pass } from './pass.js'

/** Gives back the places for training jobs of runs that are over. */
export async function giveBackSlots(pass: Pass): Promise<void> {
  for await (const { key } of pass.ports.store.list(jobSlotsPrefix))
    await pass.guarded(`The place ${key}`, () => lookAtSlot(pass, key))
}

async function lookAtSlot(pass: Pass, key: string): Promise<void> {
  const { store } = pass.ports
  const slot = await readRecord(store, key, leaseRecord)
  const holder = slot?.value.holder ?? undefined
  if (slot === undefined || holder === undefined) return
  const record = TRAINING_ID.test(holder)
    ? (await readRecord(store, layout.training(holder), trainingRecord))?.value
    : undefined
  if (record === undefined) return warnOfStranger(pass, { key, holder, expiresAt: slot.value.expires_at })
  if (!hasNoJob(record)) return
  if (!pass.inputs.dryRun) {
    const { written } = await writeRecord(store, key, { ...slot.value, holder: null }, { etag: slot.etag })
    if (!written) return
  }
  pass.findings.freed.push(holder)
  pass.tell(`${holder}: its place for a training job (${key}) is free again.`)
}

function warnOfStranger(
  pass: Pass,
  { key, holder, expiresAt }: { readonly key: string; readonly holder: string; readonly expiresAt: string }
): void {
  // From then on anybody takes it.
  if (Date.parse(expiresAt) <= pass.now().getTime()) return
  pass.findings.warn(
    `The place ${key} is held until ${expiresAt} by ${holder.slice(0, 80)}, of which the store has no record.`
  )
}
