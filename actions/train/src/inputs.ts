import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { parseDurationSeconds } from '../../../shared/src/domain/request/duration.js'
import { decisions } from './outcome.js'

const operations = ['start', 'stop', 'status'] as const
const backends = ['local', 'sagemaker'] as const

/** The inputs of `train`. */
export interface TrainInputs extends CommonInputs {
  readonly trainingId: string
  readonly operation: (typeof operations)[number]
  /** The `request` input, JSON text. */
  readonly request: string | undefined
  readonly backend: (typeof backends)[number] | undefined
  readonly wait: boolean
  readonly waitTimeoutSeconds: number | undefined
  readonly python: string | undefined
  readonly entryPoint: string | undefined
  readonly sourceDir: string | undefined
  readonly executionRoleArn: string | undefined
  readonly instanceType: string | undefined
}

/** Reads the inputs of `train`. */
export function readTrainInputs(reader: InputReader): TrainInputs {
  const common = readCommonInputs(reader, decisions, ['failed', 'stopped', 'refused'])
  if (common.trainingId === undefined) {
    reader.reject('training-id', 'is empty', 'Pass the training-id output of parse-issue.')
  }
  return {
    ...common,
    trainingId: common.trainingId ?? '',
    operation: reader.choice('operation', operations, 'start'),
    request: reader.text('request'),
    backend: reader.text('backend') === undefined ? undefined : reader.choice('backend', backends, 'local'),
    wait: reader.boolean('wait', true),
    waitTimeoutSeconds: readDuration(reader, 'wait-timeout'),
    python: reader.text('python'),
    entryPoint: reader.text('entry-point'),
    sourceDir: reader.text('source-dir'),
    executionRoleArn: reader.text('execution-role-arn'),
    instanceType: reader.text('instance-type')
  }
}

function readDuration(reader: InputReader, name: string): number | undefined {
  const text = reader.text(name)
  if (text === undefined) return undefined
  const seconds = parseDurationSeconds(text)
  if (seconds === undefined)
    reader.reject(
      name,
      `"${text.slice(0, 40)}" is not a duration`,
      'Write a duration such as 90s, 15m or 1h30m.'
    )
  return seconds
}
