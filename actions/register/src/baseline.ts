import type { BaselineProfile } from '../../../shared/src/domain/records/baseline.js'
import type { ModelManifest } from '../../../shared/src/domain/records/model-manifest.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { SuiteError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { RunRecords } from './run-records.js'
import { writeVersionBytes, type Artifact, type VersionCopy } from './version-files.js'

/** The run whose training data are described. */
export interface BaselineSubject {
  readonly store: ObjectStore
  readonly records: RunRecords
  readonly manifest: ModelManifest | undefined
  /** A folder of the caller's for the data. */
  readonly directory: string
}

/** What later data are compared with, or why there is nothing. */
export type Baseline =
  | { readonly profile: BaselineProfile; readonly warnings: readonly string[] }
  | { readonly profile: undefined; readonly why: string }

/** The baseline of a version as it went into the store: its rows, or why there is none. */
export type StoredBaseline = { readonly rows: number } | { readonly why: string }

/** What an error of the data, the store or the machine says; undefined for a defect. */
export function whyUnreadable(error: unknown): string | undefined {
  if (error instanceof SuiteError) return error.message
  return error instanceof Error && 'syscall' in error ? error.message : undefined
}

/** Writes `baseline.json`, the same bytes for the same run; nothing where there is no baseline. */
export async function writeBaseline(copy: VersionCopy, { profile }: Baseline): Promise<readonly Artifact[]> {
  if (profile === undefined) return []
  const { schema_version, ...rest } = profile
  const named = { schema_version, model_id: copy.modelId, version: copy.version, ...rest }
  const bytes = new TextEncoder().encode(`${JSON.stringify(named)}\n`)
  await writeVersionBytes(copy, 'baseline.json', bytes)
  const sha256 = sha256Of(bytes)
  return [{ path: 'baseline.json', sha256, size_bytes: bytes.length }]
}

/** What to say about a baseline: warnings, and what the summary shows. */
export function describeBaseline(
  baseline: Baseline,
  version: string
): { readonly baseline: StoredBaseline; readonly warnings: readonly string[] } {
  if (baseline.profile !== undefined)
    return { baseline: { rows: baseline.profile.rows }, warnings: baseline.warnings }
  const { why } = baseline
  const cost = `drift-check of ${version} needs its input "baseline"`
  return { baseline: { why }, warnings: [`${version} has no baseline.json, so ${cost}: ${why}`] }
}
