import { join } from 'node:path'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { evaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import { sampleRows } from '../../../shared/src/evaluation/sample-rows.js'
import { readTestTable } from '../../../shared/src/evaluation/test-table.js'
import type { ParityRows } from '../../../shared/src/onnx/parity.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { fetchChannel, type Channel } from '../../../shared/src/tables/dataset/fetch-channel.js'
import { readDatasetDescription } from '../../../shared/src/tables/dataset/read-description.js'
import type { FeatureMatrix } from '../../../shared/src/tables/feature-matrix.js'
import type { TableFile } from '../../../shared/src/tables/read-table.js'
import { toFeatureMatrix } from '../../../shared/src/tables/to-feature-matrix.js'
import type { FoundVersion } from './find-version.js'
import { downloadArchive } from './registered-model.js'

const MOST_TEST_ROWS = 10_000
const CALIBRATION_ROWS = 1000

/** Labelled rows of the test channel. */
export interface LabelledRows {
  readonly table: Table
  readonly target: string
}

/** The rows an export is measured with. */
export interface RealRows {
  /** Rows that travelled in the archive, with the training library's own scores. */
  readonly library: ParityRows | undefined
  readonly labelled: LabelledRows | { readonly missing: string }
  /** The test rows, else the archive's; undefined when there are neither. */
  readonly features: FeatureMatrix | undefined
  /** For people: samples that were drawn, and data other than the gate's. */
  readonly notes: readonly string[]
}

/** Where the rows of a version are. */
export interface RowSource {
  readonly store: ObjectStore
  readonly found: FoundVersion
  readonly signature: ModelSignature
  readonly directory: string
}

/** Collects the archive's parity rows and the labelled test rows of the version's data set. */
export async function readRealRows(source: RowSource): Promise<RealRows> {
  const library = await libraryRows(source)
  const files = await channelFiles(source, 'test')
  if (files === undefined) {
    const labelled = { missing: 'the data set has no test rows' }
    return { library, labelled, features: library?.features, notes: [] }
  }
  const { signature } = source
  const target = await targetOf(source)
  const all = await readTestTable(files, signature.features, {
    target: signature.task === 'classification' ? target : undefined,
    others: []
  })
  const table = sampleRows(all, { most: MOST_TEST_ROWS, seed: seedOf(source) })
  const labelled =
    target === undefined ? { missing: 'nobody says which column is the target' } : { table, target }
  const notes = [
    ...(table.rows < all.rows
      ? [`${table.rows} of ${all.rows} test rows were drawn by seed ${seedOf(source)}`]
      : []),
    ...(await otherTestData(source, files))
  ]
  return { library, labelled, features: toFeatureMatrix(table, signature.features), notes }
}

const seedOf = ({ found }: RowSource) => found.request?.request.seed ?? 42

async function libraryRows({ store, found, directory }: RowSource): Promise<ParityRows | undefined> {
  const path = join(directory, 'model.tar.gz')
  await downloadArchive(store, found, path)
  const { readModelArchive } = await import('../../../shared/src/onnx/model-archive.js')
  const archive = await readModelArchive(path)
  const tensors = archive.files.get('model.safetensors')
  if (archive.kind !== 'kit' || tensors === undefined) return undefined
  const { readSafetensors } = await import('../../../shared/src/onnx/safetensors.js')
  const { readParityRows } = await import('../../../shared/src/onnx/kit/read-parity-rows.js')
  return readParityRows(archive.manifest, readSafetensors(tensors))
}

async function channelFiles(
  { store, found, directory }: RowSource,
  channel: Channel
): Promise<readonly TableFile[] | undefined> {
  const datasetId = found.metadata.dataset.dataset_id
  try {
    return (await fetchChannel(store, { datasetId, channel, directory: join(directory, channel) })).files
  } catch (error) {
    if (error instanceof UserError && error.code === 'dataset-missing') return undefined
    throw error
  }
}

async function targetOf({ store, found, signature }: RowSource): Promise<string | undefined> {
  if (signature.target !== null) return signature.target
  const dataset = await readDatasetDescription(store, found.metadata.dataset.dataset_id)
  return found.request?.request.target ?? dataset.target
}

/** Says so when the gate measured other test data than the data set has now. */
async function otherTestData({ store, found }: RowSource, files: readonly TableFile[]): Promise<string[]> {
  const key = layout.versionFile(found.modelId, found.entry.version, 'evaluation.json')
  const measured = (await readRecord(store, key, evaluationRecord))?.value.test_data.sha256 ?? null
  if (measured === null || measured === (await datasetDigest(files))) return []
  return ['the test data are not those that evaluate-gate measured']
}

/** Rows to calibrate static quantization with: the archive's training rows, else a sample of the training channel. */
export async function calibrationRows(source: RowSource, rows: RealRows): Promise<FeatureMatrix | undefined> {
  if (rows.library !== undefined) return rows.library.features
  const files = await channelFiles(source, 'train')
  if (files === undefined) return undefined
  const { features } = source.signature
  const table = await readTestTable(files, features, { target: undefined, others: [] })
  return toFeatureMatrix(sampleRows(table, { most: CALIBRATION_ROWS, seed: seedOf(source) }), features)
}
