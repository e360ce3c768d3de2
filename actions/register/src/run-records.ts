import { readRecord, requireRecord } from '../../../shared/src/action/record-store.js'
import { decisionRecord, type DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import { evaluationRecord, type EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import { requestRecord, type RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** What the earlier steps wrote about a run. */
export interface RunRecords {
  readonly request: RequestRecord
  readonly training: TrainingRecord
  readonly evaluation: EvaluationRecord | undefined
  readonly decision: DecisionRecord | undefined
}

/** Reads the records of a run; without a request or a training it is no run. */
export async function readRunRecords(store: ObjectStore, trainingId: string): Promise<RunRecords> {
  return {
    request: await requireRecord(store, layout.request(trainingId), {
      schema: requestRecord,
      hint: 'Run parse-issue first, with the same store.'
    }),
    training: await requireRecord(store, layout.training(trainingId), {
      schema: trainingRecord,
      hint: 'Run train first, with the same store.'
    }),
    evaluation: (await readRecord(store, layout.evaluation(trainingId), evaluationRecord))?.value,
    decision: (await readRecord(store, layout.decision(trainingId), decisionRecord))?.value
  }
}
