import { trainingRecord, type TrainingRecord } from '../../shared/src/domain/records/training.js'
import { namesIn, readStored } from './store-files.js'

/** A training that SageMaker carried out, as the store has it. */
export interface CloudTraining {
  readonly jobName: string
  readonly status: TrainingRecord['status']
  readonly billableSeconds: number
  readonly cost: NonNullable<TrainingRecord['cost']>
}

/** The trainings of a store directory that had a job, the oldest first. */
export function cloudTrainings(store: string): CloudTraining[] {
  return namesIn(store, 'runs').flatMap(id => {
    const record = trainingRecord.safeParse(readStored(store, `runs/${id}/training.json`)).data
    const { job_name: jobName, status, billable_seconds: billableSeconds = NaN, cost } = record ?? {}
    if (jobName === undefined || status === undefined || cost === undefined) return []
    return [{ jobName, status, billableSeconds, cost }]
  })
}
