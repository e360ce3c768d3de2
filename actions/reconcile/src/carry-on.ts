import { TO_GATE, TO_HISTORY, type Errand } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { claimErrand, handOverVerdict } from './hand-over.js'
import type { Pass } from './pass.js'

/** Hands a completed run without a decision to this workflow, unless another one carries it on. */
export async function carryOn(pass: Pass, seen: TrainingRecord): Promise<void> {
  const { training_id: trainingId } = seen
  const givenUp = `The run ${trainingId} completed, and three workflows were told to carry it on and left no decision; evaluate-gate with this training-id shows why.`
  if (!(await takeErrand(pass, seen, { errand: TO_GATE, givenUp }))) return
  pass.findings.resumed.push(trainingId)
  pass.tell(`${trainingId}: completed without a decision; this workflow carries it on.`)
}

/** Hands a run that ended without a model, and is not in the history, to this workflow once more. */
export async function recordAgain(pass: Pass, seen: TrainingRecord): Promise<void> {
  const { training_id: trainingId, status, reason_code: reasonCode, message = '' } = seen
  if (status !== 'failed' && status !== 'stopped') return
  const givenUp = `The run ${trainingId} ended, and three workflows were told to record it: its entry in the history, or the comment on its issue, still fails; record-history with this training-id shows why.`
  if (!(await takeErrand(pass, seen, { errand: TO_HISTORY, givenUp }))) return
  pass.findings.ended.push({ trainingId, status, reasonCode, message, handedOver: true })
  pass.tell(`${trainingId}: ended, and not in the history yet; this workflow records it.`)
}

async function takeErrand(
  pass: Pass,
  seen: TrainingRecord,
  { errand, givenUp }: { readonly errand: Errand; readonly givenUp: string }
): Promise<boolean> {
  const verdict = await handOverVerdict(pass, seen, errand)
  if (verdict === 'given-up') pass.findings.warn(givenUp)
  return verdict === 'resume' && (await claimErrand(pass, seen, errand))
}
