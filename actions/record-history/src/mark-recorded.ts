import { updateRecord } from '../../../shared/src/action/record-store.js'
import { awaitsHistory } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import { trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { HistoryPorts } from './ports.js'
import type { RecordedRun } from './run.js'

/** Tells `reconcile`, which handed the run over, that it need not do so again. Failing to is a warning: it is recorded. */
export async function markRecorded(
  { store, clock }: Pick<HistoryPorts, 'store' | 'clock'>,
  { training }: RecordedRun
): Promise<string[]> {
  if (training === undefined || !awaitsHistory(training)) return []
  const recordedAt = clock.now().toISOString()
  try {
    await updateRecord(store, layout.training(training.training_id), {
      schema: trainingRecord,
      change: current =>
        current !== undefined && awaitsHistory(current) ? { ...current, recorded_at: recordedAt } : undefined
    })
    return []
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error
    return [`reconcile will hand this run over once more: ${error.message}.`]
  }
}
