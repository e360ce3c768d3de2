/** What the training kit is asked to do: `job.json` of docs/model-format.md. */
export interface KitJob {
  readonly schema_version: 1
  readonly training_id: string
  readonly algorithm: string
  readonly task: string | null
  readonly target: string | null
  readonly features: readonly string[] | null
  readonly sample_id: string | null
  readonly types: Readonly<Record<string, string>>
  readonly positive_class: string | null
  readonly preprocessing: unknown
  readonly hyperparameters: Readonly<Record<string, unknown>>
  readonly validation: unknown
  readonly trees: string
  readonly parity_rows: string
  readonly seed: number
}

export interface TrainingJob {
  readonly kitJob: KitJob
  /** Local directory with the CSV files of the train channel. */
  readonly trainDirectory: string
  /** The user's own program, for `algorithm: script`. */
  readonly script: { readonly sourceDirectory: string; readonly entryPoint: string } | undefined
  readonly maxRuntimeSeconds: number | undefined
  /** Local file that receives `model.tar.gz`. */
  readonly archivePath: string
}

export type TrainingOutcome =
  | { readonly status: 'completed' }
  | {
      readonly status: 'failed'
      readonly code: string
      readonly message: string
      readonly hint: string | undefined
    }
  | { readonly status: 'stopped'; readonly code: string; readonly message: string }

export interface TrainingObserver {
  /** A line of the training's output, untrusted. */
  line(text: string): void
  readonly signal: AbortSignal
}

/** Trains a model somewhere and leaves its archive. */
export interface TrainingService {
  train(job: TrainingJob, observer: TrainingObserver): Promise<TrainingOutcome>
}
