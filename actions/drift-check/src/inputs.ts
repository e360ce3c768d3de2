import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import type { DriftThresholds } from '../../../shared/src/domain/drift/severity.js'
import { isS3Address, s3Address } from '../../../shared/src/domain/store/s3-address.js'
import { WORKFLOW } from '../../../shared/src/domain/text/id-patterns.js'
import { columnList } from './column-list.js'
import { decisions } from './outcome.js'
import { readThresholds } from './thresholds.js'

const ON_RETRAIN = ['none', 'dispatch', 'issue'] as const
const MOST_ROWS = 1_000_000_000

/** The inputs of `drift-check`. */
export interface DriftInputs extends CommonInputs {
  readonly modelId: string | undefined
  readonly version: string | undefined
  /** Path of a baseline, inside the workspace or in S3; default: that of the version. */
  readonly baseline: string | undefined
  /** Path of the current data, inside the workspace or in S3. */
  readonly current: string
  readonly features: readonly string[] | undefined
  readonly criticalFeatures: readonly string[]
  readonly thresholds: DriftThresholds
  readonly minRows: number
  readonly alpha: number
  readonly onRetrain: (typeof ON_RETRAIN)[number]
  readonly retrainWorkflow: string | undefined
  readonly cloudwatchNamespace: string | undefined
}

/** Reads the inputs of `drift-check`. */
export function readDriftInputs(reader: InputReader): DriftInputs {
  const [baseline, current = ''] = [readPath(reader, 'baseline'), readPath(reader, 'current')]
  const common = readCommonInputs(reader, decisions)
  const inputs: DriftInputs = {
    ...common,
    reachesAws: [common.store, baseline ?? '', current].some(isS3Address),
    modelId: reader.modelId('model-id'),
    version: reader.version('version'),
    baseline,
    current,
    features: columnList(reader.text('features')),
    criticalFeatures: columnList(reader.text('critical-features')) ?? [],
    thresholds: readThresholds(reader),
    minRows: reader.number('min-rows', { min: 1, max: MOST_ROWS, fallback: 200, integer: true }),
    alpha: reader.number('alpha', { min: 0, max: 1, fallback: 0.05 }),
    onRetrain: reader.choice('on-retrain', ON_RETRAIN, 'none'),
    retrainWorkflow: reader.matching(
      'retrain-workflow',
      WORKFLOW,
      'a workflow of this repository such as retrain.yml'
    ),
    cloudwatchNamespace: reader.text('cloudwatch-namespace')
  }
  requireSides(reader, inputs)
  requireRetraining(reader, inputs)
  return inputs
}

function readPath(reader: InputReader, name: string): string | undefined {
  const path = reader.text(name)
  if (path !== undefined && isS3Address(path) && s3Address(path) === undefined)
    reader.reject(
      name,
      `"${path.slice(0, 80)}" is no place in S3`,
      'Write s3://bucket/folder/ or s3://bucket/folder/file.parquet; in a path only letters, digits and ._=+@-.'
    )
  return path
}

function requireSides(reader: InputReader, { current, baseline, modelId, trainingId }: DriftInputs): void {
  if (current === '')
    reader.reject('current', 'is empty', 'Name the file or directory with the current data.')
  if (baseline === undefined && modelId === undefined && trainingId === undefined)
    reader.reject(
      'model-id',
      'is empty, and so is baseline',
      'Name the registered model, or a baseline to compare with.'
    )
}

function requireRetraining(reader: InputReader, inputs: DriftInputs): void {
  const { onRetrain } = inputs
  if (onRetrain === 'none') return
  if (onRetrain === 'dispatch' && inputs.retrainWorkflow === undefined)
    reader.reject('retrain-workflow', 'is empty', 'Name the workflow that on-retrain: dispatch starts.')
  if (inputs.modelId === undefined && inputs.trainingId === undefined && inputs.baseline !== undefined)
    reader.reject('model-id', 'is empty', `Name the model that on-retrain: ${onRetrain} is about.`)
  if (inputs.githubToken === undefined)
    reader.reject('github-token', 'is empty', `on-retrain: ${onRetrain} needs it; leave out the input.`)
}

/** Inputs that were given and do nothing; who sets one must hear it. */
export function idleInputs({ cloudwatchNamespace, onRetrain, retrainWorkflow }: DriftInputs): string[] {
  return [
    ...(cloudwatchNamespace === undefined
      ? []
      : ['The input cloudwatch-namespace does nothing: this release does not publish to CloudWatch.']),
    ...(retrainWorkflow === undefined || onRetrain === 'dispatch'
      ? []
      : [`The input retrain-workflow does nothing with on-retrain: ${onRetrain}.`])
  ]
}
