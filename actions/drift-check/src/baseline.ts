import { open } from 'node:fs/promises'
import { parseRecord, readRecord, shapeProblem } from '../../../shared/src/action/record-store.js'
import { baselineProfile, type BaselineProfile } from '../../../shared/src/domain/records/baseline.js'
import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { modelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { datasetDigest } from '../../../shared/src/tables/dataset/dataset-digest.js'
import { readBaselineTable } from '../../../shared/src/tables/drift/read-baseline-table.js'
import type { TableFile } from '../../../shared/src/tables/read-table.js'
import { dataFiles, type DataPlaces } from './data-files.js'

/** What current data are compared with, and where it came from. */
export type Baseline =
  | { readonly origin: DriftReport['baseline']; readonly profile: BaselineProfile }
  | { readonly origin: DriftReport['baseline']; readonly table: Table }

/** The columns of a baseline that can be compared. */
export function comparableColumns(baseline: Baseline): readonly string[] {
  return 'profile' in baseline ? baseline.profile.features.map(({ name }) => name) : headerOf(baseline)
}

/** All columns that the data of a baseline have. */
export function knownColumns(baseline: Baseline): readonly string[] {
  if (!('profile' in baseline)) return headerOf(baseline)
  return [...comparableColumns(baseline), ...(baseline.profile.other_columns ?? [])]
}

function headerOf(baseline: { readonly table: Table }): readonly string[] {
  return baseline.table.header ?? baseline.table.columns.map(({ name }) => name)
}

const MAX_PROFILE_BYTES = 256 * 1024 * 1024
const JSON_NAME = /\.json$/i

/** The profile that was stored with a version. */
export async function storedBaseline(
  store: ObjectStore,
  modelId: string,
  version: string
): Promise<Baseline> {
  const key = layout.baseline(modelId, version)
  const object = await store.read(key, MAX_PROFILE_BYTES)
  if (object === undefined) {
    throw new UserError('baseline-missing', `${store.uri(key)} does not exist`, {
      hint: 'Give a baseline of your own, such as the training data; register says why it stored none.'
    })
  }
  const source = store.uri(key)
  const sha256 = sha256Of(object.bytes)
  await requireRegistered({ modelId, version, sha256 }, store)
  const profile = parseRecord(object.bytes, baselineProfile, source)
  return profileBaseline(profile, { kind: 'profile', source, sha256 })
}

/** The profile must be the one that was registered; versions whose metadata list none are taken as they are. */
async function requireRegistered(
  { modelId, version, sha256 }: { modelId: string; version: string; sha256: string },
  store: ObjectStore
): Promise<void> {
  const key = layout.versionFile(modelId, version, 'model_metadata.json')
  const artifacts = (await readRecord(store, key, modelMetadata))?.value.artifacts ?? []
  const registered = artifacts.find(({ path }) => path === 'baseline.json')
  if (registered === undefined || registered.sha256 === sha256) return
  const place = store.uri(layout.baseline(modelId, version))
  throw new UserError('artifact-changed', `${place} is not the file that was registered`, {
    hint: 'Restore it, give a baseline of your own, or train and register the version again.'
  })
}

/** The baseline at a path of the workspace or in S3: a profile, SageMaker's `statistics.json`, or data; `columns` limits data. */
export async function givenBaseline(
  path: string,
  places: DataPlaces,
  columns: readonly string[] | undefined
): Promise<Baseline> {
  const files = await dataFiles(path, places)
  const [only] = files
  if (files.length === 1 && only !== undefined && JSON_NAME.test(only.name)) return readProfile(only, path)
  const sha256 = await datasetDigest(files)
  const table = await readBaselineTable(files, columns === undefined ? {} : { columns })
  return { origin: { kind: 'data', source: path, sha256 }, table }
}

async function readProfile(file: TableFile, path: string): Promise<Baseline> {
  const bytes = await readBounded(file.path, path)
  const origin = { source: path, sha256: sha256Of(bytes) }
  const value = parseJson(bytes, path)
  const { isSageMakerStatistics, profileFromSageMakerStatistics } =
    await import('../../../shared/src/domain/drift/sagemaker-statistics.js')
  if (isSageMakerStatistics(value)) {
    const profile = profileFromSageMakerStatistics(value, path)
    return profileBaseline(profile, { ...origin, kind: 'sagemaker-statistics' })
  }
  const parsed = baselineProfile.safeParse(value)
  if (parsed.success) return profileBaseline(parsed.data, { ...origin, kind: 'profile' })
  throw invalid(path, shapeProblem(value, parsed.error.issues[0]))
}

function profileBaseline(profile: BaselineProfile, origin: DriftReport['baseline']): Baseline {
  return { origin: { ...origin, ...(profile.approximate === true && { approximate: true }) }, profile }
}

async function readBounded(place: string, path: string): Promise<Uint8Array> {
  const file = await open(place)
  try {
    const { size } = await file.stat()
    if (size > MAX_PROFILE_BYTES) throw invalid(path, `it has ${size} bytes`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return value
  } catch {
    throw invalid(path, 'it is not JSON')
  }
}

function invalid(path: string, why: string): UserError {
  return new UserError('baseline-invalid', `${path} cannot be compared with: ${why}`, {
    hint: "Name a baseline.json of this suite, SageMaker's statistics.json, or CSV or Parquet data."
  })
}
