import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type * as z from 'zod/mini'
import type { ModelManifest } from '../domain/records/model-manifest.js'
import { metrics } from '../domain/records/schema.js'
import { UserError } from '../errors.js'
import { detectKind, type Finding } from './archive/detect-kind.js'
import { unpack, type ArchiveLimits } from './archive/unpack.js'
import { readManifest } from './kit/read-manifest.js'

type Metrics = z.infer<typeof metrics>

interface Contents {
  /** The files at the top level by name; of pickles and the like only the first bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** What the training reported in `metrics.json`. */
  readonly metrics?: Metrics
}

/** An unpacked `model.tar.gz`: which kind of model it holds, and its files. */
export type ModelArchive = Contents &
  (Exclude<Finding, { kind: 'kit' }> | { readonly kind: 'kit'; readonly manifest: ModelManifest })

/** The kinds of models an archive can hold. */
export type ModelKind = ModelArchive['kind']

const toReadable = (source: string | Uint8Array | AsyncIterable<Uint8Array>): Readable => {
  if (typeof source === 'string') return createReadStream(source)
  return Readable.from(source instanceof Uint8Array ? [source] : source)
}

const unreadableMetrics = (message: string, cause?: unknown): UserError =>
  new UserError('metrics-unreadable', `metrics.json: ${message}`, {
    hint: 'write one flat JSON object of finite numbers, {"name": number}',
    cause
  })

function readMetrics(bytes: Uint8Array): Metrics {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw unreadableMetrics('not JSON in UTF-8', cause)
  }
  const parsed = metrics.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw unreadableMetrics(
    `${issue?.path.map(String).join('.').slice(0, 100) ?? ''} ${issue?.message ?? ''}`.trim()
  )
}

/**
 * Reads a `model.tar.gz` (a path, bytes or a stream) in memory and says what kind of model it holds.
 * Damaged archives and manifests are `UserError`s with code `model-unreadable`, archives beyond the limits
 * `model-too-large`, a broken metrics.json `metrics-unreadable`. Links are ignored, nothing is written to disk.
 */
export async function readModelArchive(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  limits: Partial<ArchiveLimits> = {}
): Promise<ModelArchive> {
  const files = await unpack(toReadable(source), limits)
  const reported = files.get('metrics.json')
  const contents = { files, ...(reported === undefined ? {} : { metrics: readMetrics(reported) }) }
  const finding = detectKind(files)
  if (finding.kind !== 'kit') return { ...contents, ...finding }
  return { ...contents, kind: 'kit', manifest: readManifest(files.get('manifest.json') ?? new Uint8Array()) }
}
