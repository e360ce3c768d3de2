import { join } from 'node:path'
import { storedProfile, type DeclaredKinds } from '../../../shared/src/domain/drift/build-profile.js'
import type { BaselineProfile, FeatureProfile } from '../../../shared/src/domain/records/baseline.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { fetchChannel } from '../../../shared/src/tables/dataset/fetch-channel.js'
import { readDatasetDescription } from '../../../shared/src/tables/dataset/read-description.js'
import { readBaselineTable } from '../../../shared/src/tables/drift/read-baseline-table.js'
import { readHeader, type TableFile } from '../../../shared/src/tables/read-table.js'
import { selectFeatures } from '../../../shared/src/tables/select-columns.js'
import { whyUnreadable, type Baseline, type BaselineSubject } from './baseline.js'
import { baselineColumns, PREDICTION, type BaselineColumn } from './baseline-columns.js'

/** More data than this are not downloaded a second time for their distribution. */
const MOST_BYTES = 8e9
/** Values in memory at a time; wider tables are read several times, some columns each. */
const MOST_CELLS = 64e6

/** Profiles the rows that the run was trained on; data that are not those any more give no baseline. */
export async function profileTrainingData(subject: BaselineSubject): Promise<Baseline> {
  const { store, records } = subject
  const { training } = records
  const files = await fetchTrainingFiles(subject)
  const sha256 = await datasetDigest(files)
  const why = whyNotTrainedOn(sha256, subject)
  if (why !== undefined) return { profile: undefined, why }
  const { types = {} } = await readDatasetDescription(store, training.dataset.dataset_id)
  const columns = baselineColumns(subject, new Map(Object.entries(types)))
  const { rows, features, header } = await profileColumns(files, columns, rowsOfTraining(subject))
  const prediction = await profilePredictions(subject, columns)
  const known = new Set(columns.map(({ name }) => name))
  const profile: BaselineProfile = {
    schema_version: 1,
    training_id: training.training_id,
    dataset: { dataset_id: training.dataset.dataset_id, sha256 },
    rows,
    features: [...features, ...prediction.profiles],
    other_columns: header.filter(name => !known.has(name))
  }
  return { profile, warnings: prediction.warnings }
}

async function fetchTrainingFiles({ store, records, directory }: BaselineSubject) {
  const { files } = await fetchChannel(store, {
    datasetId: records.training.dataset.dataset_id,
    channel: 'train',
    directory: join(directory, 'train'),
    maxBytes: MOST_BYTES
  })
  return files
}

function whyNotTrainedOn(found: string, { store, records, manifest }: BaselineSubject): string | undefined {
  const { dataset_id: datasetId, sha256 } = records.training.dataset
  const trained = sha256 ?? manifest?.dataset.sha256
  if (found === trained) return undefined
  const place = store.uri(layout.dataset(datasetId, 'train').slice(0, -1))
  return trained === undefined
    ? `nobody recorded which data of ${place} were trained on`
    : `${place} has changed since training`
}

function rowsOfTraining({ records, manifest }: BaselineSubject): number {
  return records.training.dataset.train_rows ?? manifest?.rows.train ?? 0
}

async function profileColumns(
  files: readonly TableFile[],
  columns: readonly BaselineColumn[],
  expectedRows: number
) {
  const size = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, expectedRows)))
  const features: FeatureProfile[] = []
  let rows = 0
  for (let start = 0; start < columns.length; start += size) {
    const group = columns.slice(start, start + size)
    const table = await readBaselineTable(files, {
      columns: group.map(({ name }) => name),
      declared: declaredOf(group)
    })
    rows = table.rows
    selectFeatures(table, group).forEach((column, index) =>
      features.push(storedProfile(column, group[index]))
    )
  }
  const [first] = files
  return { rows, features, header: first === undefined ? [] : await readHeader(first) }
}

function declaredOf(columns: readonly BaselineColumn[]): DeclaredKinds {
  return new Map(
    columns.flatMap(({ name, declared }) => (declared === undefined ? [] : [[name, declared] as const]))
  )
}

interface PredictionProfile {
  readonly profiles: readonly FeatureProfile[]
  readonly warnings: readonly string[]
}

/** The distribution of what the model predicted for the test data; they have rows of their own. */
async function profilePredictions(
  { store, records, directory }: BaselineSubject,
  columns: readonly BaselineColumn[]
): Promise<PredictionProfile> {
  // A column of the data with that name is what current data mean by it.
  if (columns.some(({ name }) => name === PREDICTION)) return { profiles: [], warnings: [] }
  const declared = columns.find(({ role }) => role === 'target')?.declared
  const column: BaselineColumn = { name: PREDICTION, kind: 'numeric', role: 'prediction', declared }
  const path = join(directory, 'predictions.csv')
  try {
    await store.download(layout.predictions(records.training.training_id), path)
    const { rows, features } = await profileColumns([{ name: 'predictions.csv', path }], [column], 0)
    return { profiles: features.map(profile => ({ ...profile, rows })), warnings: [] }
  } catch (error) {
    const why = whyUnreadable(error)
    if (why === undefined) throw error
    return { profiles: [], warnings: [`The baseline is without the prediction: ${why}`] }
  }
}
