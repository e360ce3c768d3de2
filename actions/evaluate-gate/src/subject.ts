import type { Table } from '../../../shared/src/tables/column.js'
import type { DatasetDescription } from '../../../shared/src/domain/records/dataset.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import { UserError } from '../../../shared/src/errors.js'
import { scoreModel, type Scored } from '../../../shared/src/evaluation/scored.js'
import { readTestTable } from '../../../shared/src/evaluation/test-table.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { readDatasetDescription } from '../../../shared/src/tables/dataset/read-description.js'
import { workspaceFiles } from '../../../shared/src/tables/dataset/workspace-files.js'
import { readHeader, type TableFile } from '../../../shared/src/tables/read-table.js'
import type { GateInputs } from './inputs.js'
import { loadRunModel, signatureOrThrow, type NativeFacts, type RunModel } from './model.js'
import type { GatePorts } from './ports.js'
import type { Run } from './run.js'
import { scoreFromFile } from './score-from-file.js'
import { findTestFiles } from './test-data.js'

/** What is judged: predictions on the test data, and where they come from. */
export interface Subject {
  readonly scored: Scored
  readonly table: Table
  readonly target: string
  /** Undefined when the predictions come from a file. */
  readonly model: RunModel | undefined
  readonly signature: ModelSignature | undefined
  readonly sampleIdColumn: string | undefined
  readonly groupColumn: string | undefined
  readonly testFiles: readonly TableFile[]
  readonly testSha256: string
}

/** Loads test data and model (or the file of predictions) and scores. */
export async function prepareSubject(inputs: GateInputs, ports: GatePorts, run: Run): Promise<Subject> {
  const { request } = run.request
  const dataset = await readDatasetDescription(ports.store, request.dataset_id)
  const testFiles = await findTestFiles(inputs.testData, { ...ports, datasetId: request.dataset_id })
  if (inputs.predictions !== undefined)
    return score({ inputs, ports, run, dataset, testFiles, model: undefined })
  const model = await loadRunModel(ports, {
    request: run.request,
    facts: nativeFacts(run, dataset),
    temporaryDirectory: ports.temporaryDirectory
  })
  try {
    return await score({ inputs, ports, run, dataset, testFiles, model })
  } catch (error) {
    await model.loaded.close()
    throw error
  }
}

interface Scoring {
  readonly inputs: GateInputs
  readonly ports: GatePorts
  readonly run: Run
  readonly dataset: DatasetDescription
  readonly testFiles: readonly TableFile[]
  readonly model: RunModel | undefined
}

async function score(scoring: Scoring): Promise<Subject> {
  const { inputs, ports, run, dataset, testFiles, model } = scoring
  const { request } = run.request
  const signature = model === undefined ? undefined : signatureOrThrow(model)
  const task = signature?.task ?? taskOf(request.task ?? dataset.task)
  const target = signature?.target ?? (await targetOf(scoring))
  const sampleIdColumn = request.sample_id ?? dataset.sample_id
  const table = await readTestTable(testFiles, signature?.features ?? [], {
    target: task === 'classification' ? target : undefined,
    others: [sampleIdColumn, dataset.group, ...(request.fairness?.sensitive ?? [])].filter(
      name => name !== undefined
    )
  })
  const how = { target, positiveClass: request.positive_class }
  const scored =
    model !== undefined && signature !== undefined
      ? await scoreModel(model.loaded, table, { ...how, signature })
      : await scoreFromFile(await predictionsFile(inputs, ports), table, { ...how, task, sampleIdColumn })
  return {
    scored,
    table,
    target,
    model,
    signature,
    sampleIdColumn,
    groupColumn: dataset.group,
    testFiles,
    testSha256: await datasetDigest(testFiles)
  }
}

/** The target of a model that does not name it: as requested, declared or trained, else the last column. */
async function targetOf({ run, dataset, testFiles }: Scoring): Promise<string> {
  const named = run.request.request.target ?? dataset.target ?? run.training.dataset.target
  return named ?? lastColumn(testFiles)
}

async function predictionsFile(inputs: GateInputs, ports: GatePorts): Promise<TableFile> {
  const [file, ...more] = await workspaceFiles(inputs.predictions ?? '', ports.workspace)
  if (file !== undefined && more.length === 0) return file
  throw new UserError('predictions-invalid', `"${inputs.predictions ?? ''}" is not one file`, {
    hint: 'Name a single CSV or Parquet file.'
  })
}

function nativeFacts({ request, training }: Run, dataset: DatasetDescription): NativeFacts {
  const features = request.request.features ?? dataset.features
  const target = request.request.target ?? dataset.target ?? training.dataset.target ?? undefined
  return {
    ...(features !== undefined && { features }),
    ...(target !== undefined && { target }),
    ...(request.request.positive_class !== undefined && { positiveClass: request.request.positive_class }),
    ...(request.request.trees !== undefined && { trees: request.request.trees })
  }
}

function taskOf(task: string | undefined): 'classification' | 'regression' {
  if (task === undefined || task === 'classification') return 'classification'
  if (task === 'regression') return 'regression'
  throw new UserError('task-unsupported', `this release cannot evaluate ${task}`, {
    hint: 'It measures classification and regression.'
  })
}

async function lastColumn(files: readonly TableFile[]): Promise<string> {
  const [first] = files
  return first === undefined ? '' : ((await readHeader(first)).at(-1) ?? '')
}
