import * as z from 'zod/mini'
import { count, metrics, sha256, timestamp, trainingId } from './schema.js'
import { trainingStatuses } from './training-status.js'

export { isOver } from './training-status.js'

/** One attempt of a run of a workflow, as GitHub numbers them. */
export const workflowRun = z.object({ run_id: z.string(), attempt: count })
export type WorkflowRun = z.infer<typeof workflowRun>

/** Where a run was executed, with what, and what came out: `runs/<training_id>/training.json`. */
export const trainingRecord = z.object({
  schema_version: z.literal(1),
  training_id: trainingId,
  status: z.enum(trainingStatuses),
  reason_code: z.string(),
  /** What went wrong, for people; only when failed or stopped. */
  message: z.optional(z.string()),
  backend: z.enum(['local', 'sagemaker']),
  algorithm: z.string(),
  engine: z.record(z.string(), z.string()),
  /** Names the job that runs it; another job's record is never overwritten by this one. */
  owner: z.string(),
  /** The workflow run that the owner is a job of; absent outside of workflows. */
  workflow_run: z.optional(workflowRun),
  /**
   * Which workflow run of `reconcile` was last told to do something for the run, and how often one was; 0 times: the next is
   * to be told. `errand` is `gate` where it is absent, or as in `domain/housekeeping`.
   */
  resumed_by: z.optional(
    z.object({ ...workflowRun.shape, at: timestamp, times: count, errand: z.optional(z.string()) })
  ),
  /** When a run that `reconcile` handed over was written into the history. */
  recorded_at: z.optional(timestamp),
  /** Set by `operation: stop`; the owner hears it at its next heartbeat. */
  stop_requested_at: z.optional(timestamp),
  started_at: timestamp,
  /** Last sign of life of the process that runs it. */
  heartbeat_at: timestamp,
  finished_at: z.nullable(timestamp),
  duration_seconds: z.nullable(z.number()),
  /** What the training reported about itself, measured on training data unless its name says otherwise. */
  metrics,
  cross_validation: z.optional(z.unknown()),
  model_artifact: z.nullable(z.object({ uri: z.string(), sha256, size_bytes: count })),
  dataset: z.object({
    dataset_id: z.string(),
    train_rows: z.nullable(count),
    test_rows: z.nullable(count),
    sha256: z.nullable(sha256),
    features: z.array(z.string()),
    target: z.nullable(z.string())
  }),
  hyperparameters: z.record(z.string(), z.unknown()),
  seed: z.number(),
  /** The training job, written before it is asked for; absent where there never was one. */
  job_name: z.optional(z.string()),
  /** How often the training was tried again by itself, and which of its job names is the present one. */
  attempts: z.optional(z.object({ retries: count, job: count })),
  billable_seconds: z.optional(z.number()),
  estimated_cost_usd: z.optional(z.number()),
  /** What a SageMaker training may cost, written before it is asked for, and what it did. */
  cost: z.optional(
    z.object({
      worst_case_usd: z.number(),
      billed_usd: z.optional(z.number()),
      /** Of jobs of this run that ended before the present one; part of worst_case_usd and billed_usd. */
      earlier_billable_seconds: z.optional(z.number()),
      usd_per_hour: z.number(),
      instance_type: z.string(),
      instance_count: count
    })
  )
})

export type TrainingRecord = z.infer<typeof trainingRecord>
