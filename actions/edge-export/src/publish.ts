import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { readRecord, updateRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import {
  claimCounter,
  confirmRelease,
  noReleases,
  previousVersion,
  turnHolder
} from '../../../shared/src/domain/edge/releases.js'
import type { EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import { edgeReleases, type EdgeReleases } from '../../../shared/src/domain/records/edge-releases.js'
import { canonicalJson } from '../../../shared/src/domain/request/canonical-json.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { Release } from './outcome.js'
import { publishedManifests } from './published-manifests.js'
import type { Signing } from './signing.js'

const TURN_MS = 30_000
const BYTES_PER_TURN_MS = 1000
// Well below what the next export waits: the turn of a killed one always ends before that one gives up.
const MOST_TURN_MS = 240_000
const WAIT_MS = 200
const MOST_WAIT_MS = 300_000

export interface PublishPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
}

/** What is to be published. */
export interface Publication {
  /** All of the manifest but what the turn decides. */
  readonly manifest: Omit<EdgeManifest, 'counter' | 'previous_version' | 'created_at' | 'expires_at'>
  readonly model: Uint8Array
  readonly expiresAfterMs: number
  readonly settingsSha256: string
  readonly signing: Signing
}

type Claimed = EdgeReleases & { exporting: NonNullable<EdgeReleases['exporting']> }

/**
 * Publishes a release. A model's exports take turns, each with a counter of its own. The version's old manifest goes
 * first and the new one comes last, so at no moment a manifest stands beside a file it does not describe; a job that is
 * killed leaves no manifest or a whole release, and its turn ends by itself.
 */
export async function publish(ports: PublishPorts, publication: Publication): Promise<Release> {
  const { model_id: modelId, version } = publication.manifest
  const claimed = await claim(ports, publication)
  const manifest = manifestOf(ports, publication, claimed)
  const bytes = new TextEncoder().encode(canonicalJson(manifest))
  const signature = publication.signing.sign(bytes)
  const key = (file: string) => layout.edgeFile(modelId, version, file)
  const turn = (change: () => Promise<unknown>) => inTurn(ports, claimed, change)
  await turn(() => ports.store.remove(key('manifest.json')))
  await turn(() => ports.store.remove(key('manifest.sig')))
  await turn(() => ports.store.write(key('model.onnx'), publication.model))
  if (signature !== undefined) await turn(() => ports.store.write(key('manifest.sig'), signature))
  await assertTurn(ports, claimed)
  await turn(() => ports.store.write(key('manifest.json'), bytes))
  await confirm(ports, publication, { manifest, bytes })
  const { store } = ports
  return { manifest, onnxUri: store.uri(key('model.onnx')), manifestUri: store.uri(key('manifest.json')) }
}

/** Takes the next counter, when nobody else's export is writing; five minutes without: `ServiceError` `export-busy`. */
async function claim(ports: PublishPorts, publication: Publication): Promise<Claimed> {
  const { model_id: modelId } = publication.manifest
  for (let waited = 0; waited <= MOST_WAIT_MS; waited += WAIT_MS) {
    const claimed = await tryToClaim(ports, publication)
    if (claimed !== undefined) return claimed
    await ports.pause(WAIT_MS)
  }
  throw new ServiceError('export-busy', `another export of ${modelId} is still being written`, {
    hint: 'Let exports of one model run one after the other, with a concurrency group.',
    retryable: true
  })
}

/** The claim; undefined while it is another export's turn, or when one came first. */
async function tryToClaim(
  { store, clock }: PublishPorts,
  { manifest, model }: Publication
): Promise<Claimed | undefined> {
  const { model_id: modelId, version } = manifest
  const key = layout.edgeReleases(modelId)
  const found = await readRecord(store, key, edgeReleases)
  const releases = found?.value ?? noReleases(modelId, (await publishedManifests(store, modelId)).counter)
  const now = clock.now()
  if (turnHolder(releases, now.toISOString()) !== null) return undefined
  const turnMs = Math.min(TURN_MS + model.length / BYTES_PER_TURN_MS, MOST_TURN_MS)
  const claimed = claimCounter(releases, { version, until: new Date(now.getTime() + turnMs).toISOString() })
  const condition = found === undefined ? { absent: true as const } : { etag: found.etag }
  return (await writeRecord(store, key, claimed, condition)).written ? claimed : undefined
}

function manifestOf({ clock }: PublishPorts, publication: Publication, claimed: Claimed): EdgeManifest {
  const now = clock.now()
  return {
    ...publication.manifest,
    counter: claimed.counter,
    previous_version: previousVersion(claimed, publication.manifest.version),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + publication.expiresAfterMs).toISOString()
  }
}

const overtaken = (modelId: string) =>
  new ServiceError('export-overtaken', `writing the release of ${modelId} took longer than its turn`, {
    retryable: true
  })

/** Makes a change only while nobody else can have taken the turn. */
async function inTurn<T>({ clock }: PublishPorts, claimed: Claimed, change: () => Promise<T>): Promise<T> {
  if (turnHolder(claimed, clock.now().toISOString()) === null) throw overtaken(claimed.model_id)
  return change()
}

/** Clocks of two machines may differ: before the manifest makes the release valid, the store itself is asked. */
async function assertTurn({ store }: PublishPorts, { model_id: modelId, counter }: Claimed): Promise<void> {
  const releases = (await readRecord(store, layout.edgeReleases(modelId), edgeReleases))?.value
  if (releases?.exporting?.counter !== counter) throw overtaken(modelId)
}

async function confirm(
  { store }: PublishPorts,
  { settingsSha256 }: Publication,
  written: { manifest: EdgeManifest; bytes: Uint8Array }
): Promise<void> {
  const { manifest, bytes } = written
  const release = {
    version: manifest.version,
    counter: manifest.counter,
    previous_version: manifest.previous_version,
    manifest_sha256: sha256Of(bytes),
    source_sha256: manifest.source.onnx_sha256,
    settings_sha256: settingsSha256,
    released_at: manifest.created_at,
    key_id: manifest.key_id
  }
  const confirmed = await updateRecord(store, layout.edgeReleases(manifest.model_id), {
    schema: edgeReleases,
    change: current => (current === undefined ? undefined : confirmRelease(current, release))
  })
  if (confirmed?.current?.counter !== manifest.counter) throw overtaken(manifest.model_id)
}
