import type { MetricDefinition } from './training-job-spec.js'

/** The name of the only file in the code channel: the kit (with the user's program in `source/`), or for the toolkit the user's program alone. */
export const CODE_ARCHIVE = 'sourcedir.tar.gz'
/** The folder of the user's program in the archive of the kit. */
export const SOURCE_FOLDER = 'source'
export const CODE_CHANNEL = 'code'
/** Holds `job.json`. */
export const CONFIG_CHANNEL = 'config'
export const TRAIN_CHANNEL = 'train'

const CODE_DIRECTORY = '/opt/ml/code'
const ARCHIVE_PATH = `/opt/ml/input/data/${CODE_CHANNEL}/${CODE_ARCHIVE}`

/** The container's start, the same for every job: nothing of a request ever becomes part of a command. `exec` lets SIGTERM reach Python. */
export const kitEntrypoint: readonly string[] = ['/bin/bash']
export const kitArguments: readonly string[] = [
  '-c',
  `set -e; mkdir -p ${CODE_DIRECTORY}; cd ${CODE_DIRECTORY}; tar -xzf ${ARCHIVE_PATH}; exec "$(command -v python3 || command -v python)" -u train.py`
]

/** What SageMaker's toolkit is told through its own hyperparameters; the archive comes by channel, which network isolation allows. */
export function toolkitHyperparameters(entryPoint: string, region: string): Record<string, string> {
  return {
    sagemaker_program: JSON.stringify(entryPoint),
    sagemaker_submit_directory: JSON.stringify(ARCHIVE_PATH),
    sagemaker_region: JSON.stringify(region),
    sagemaker_container_log_level: '20'
  }
}

/** Variables of the kit's own program start. */
export function scriptVariables(entryPoint: string): Record<string, string> {
  return { MLOPS_SCRIPT_DIR: SOURCE_FOLDER, MLOPS_SCRIPT_ENTRY: entryPoint }
}

const kitMetrics = [
  'train_accuracy',
  'train_log_loss',
  'train_rmse',
  'train_mae',
  'train_r2',
  'cv_accuracy_mean',
  'cv_accuracy_standard_deviation',
  'cv_rmse_mean',
  'cv_rmse_standard_deviation'
]

/** Finds what the kit reports (`name=value` alone on a line), and the request's own metrics. */
export function metricDefinitions(own: Readonly<Record<string, string>> = {}): MetricDefinition[] {
  const ofKit = kitMetrics
    .filter(name => !Object.hasOwn(own, name))
    .map(Name => ({ Name, Regex: `^${Name}=([-+0-9.eE]+)$` }))
  return [...ofKit, ...Object.entries(own).map(([Name, Regex]) => ({ Name, Regex }))]
}
