/** Keys of the store's layout: what each action reads and writes, in one place. */
export const layout = {
  dataset: (datasetId: string, channel: 'train' | 'test') => `datasets/${datasetId}/${channel}/`,
  datasetDescription: (datasetId: string) => `datasets/${datasetId}/dataset.json`,
  run: (trainingId: string) => `runs/${trainingId}/`,
  request: (trainingId: string) => `runs/${trainingId}/request.json`,
  training: (trainingId: string) => `runs/${trainingId}/training.json`,
  modelArchive: (trainingId: string) => `runs/${trainingId}/output/model.tar.gz`,
  /** Folders of a run that SageMaker reads and writes; `train` only where the data set cannot be read in its place. */
  jobFolder: (trainingId: string, folder: 'train' | 'code' | 'config' | 'jobs' | 'checkpoints') =>
    `runs/${trainingId}/${folder}/`,
  runModel: (trainingId: string) => `runs/${trainingId}/model.onnx`,
  predictions: (trainingId: string) => `runs/${trainingId}/predictions.csv`,
  evaluation: (trainingId: string) => `runs/${trainingId}/evaluation.json`,
  decision: (trainingId: string) => `runs/${trainingId}/decision.json`,
  conversation: (issueNumber: number) => `issues/${issueNumber}.json`,
  registry: (modelId: string) => `models/${modelId}/registry.json`,
  version: (modelId: string, version: string) => `models/${modelId}/${version}/`,
  versionFile: (modelId: string, version: string, file: string) => `models/${modelId}/${version}/${file}`,
  baseline: (modelId: string, version: string) => `models/${modelId}/${version}/baseline.json`,
  edge: (modelId: string) => `edge/${modelId}/`,
  edgeFile: (modelId: string, version: string, file: string) => `edge/${modelId}/${version}/${file}`,
  edgeReleases: (modelId: string) => `edge/${modelId}/releases.json`,
  driftFile: (modelId: string, reportId: string, file: string) => `drift/${modelId}/${reportId}/${file}`,
  lease: (group: string, slot: number) => `leases/${group}/${slot}.json`,
  driftRequests: (modelId: string) => `drift/${modelId}/requests.json`
} as const
