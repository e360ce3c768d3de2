import type * as z from 'zod/mini'
import { readRecord, requireRecord } from '../../../shared/src/action/record-store.js'
import { decisionRecord, type DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import { evaluationRecord, type EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import { registryRecord, type RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import { requestRecord, type RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** All that the store holds about a run; what a step did not reach is undefined. */
export interface RecordedRun {
  readonly request: RequestRecord
  readonly training: TrainingRecord | undefined
  readonly evaluation: EvaluationRecord | undefined
  readonly decision: DecisionRecord | undefined
  readonly version: RegistryVersion | undefined
}

/** Reads the records of a run. */
export async function readRun(store: ObjectStore, trainingId: string): Promise<RecordedRun> {
  const optional = async <T>(key: string, schema: z.ZodMiniType<T>) =>
    (await readRecord(store, key, schema))?.value
  const request = await requireRecord(store, layout.request(trainingId), {
    schema: requestRecord,
    hint: 'Run parse-issue first, with the same store, and pass its training-id output.'
  })
  const registry = await optional(layout.registry(request.model_id), registryRecord)
  return {
    request,
    training: await optional(layout.training(trainingId), trainingRecord),
    evaluation: await optional(layout.evaluation(trainingId), evaluationRecord),
    decision: await optional(layout.decision(trainingId), decisionRecord),
    version: registry?.versions.find(version => version.training_id === trainingId)
  }
}

/** The decision of a run in one word: of the gate where it was reached, else how the training ended. */
export function decisionOf(run: RecordedRun): string {
  return run.decision?.decision ?? (run.training === undefined ? 'not-trained' : run.training.status)
}
