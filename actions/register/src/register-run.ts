import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecord, updateRecord } from '../../../shared/src/action/record-store.js'
import {
  registryRecord,
  type RegistryRecord,
  type RegistryVersion
} from '../../../shared/src/domain/records/registry.js'
import {
  addVersion,
  emptyRegistry,
  promoteVersion,
  removeVersions
} from '../../../shared/src/domain/registry/registry.js'
import { versionsToPrune } from '../../../shared/src/domain/registry/retention.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { describeBaseline, makeBaseline, writeBaseline } from './baseline.js'
import { metadataOf } from './metadata.js'
import { modelCard } from './model-card.js'
import { modelContractOf } from './model-contract.js'
import { fetchModelFiles } from './model-files.js'
import { readManifestOf } from './manifest.js'
import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './register.js'
import { refusal } from './refusal.js'
import { reserveVersion } from './reserve-version.js'
import { readRunRecords, type RunRecords } from './run-records.js'
import {
  copyModelFiles,
  removeVersionFiles,
  writeVersionRecord,
  writeVersionText,
  type VersionCopy
} from './version-files.js'

/** Gives the run a version, once: registering it again reports the version it has. */
export async function registerRun(inputs: RegisterInputs, ports: RegisterPorts): Promise<RegisterOutcome> {
  const trainingId = inputs.trainingId ?? ''
  const records = await readRunRecords(ports.store, trainingId)
  const modelId = inputs.modelId ?? records.request.model_id
  const registry =
    (await readRecord(ports.store, layout.registry(modelId), registryRecord))?.value ?? emptyRegistry(modelId)
  const existing = registry.versions.find(version => version.training_id === trainingId)
  if (existing !== undefined) return alreadyRegistered(registry, existing, ports)
  const refused = refusal(records, registry)
  if (refused !== undefined) return { ...nothing(modelId), decision: 'refused', ...refused }
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-register-'))
  try {
    return await registerNew({ inputs, ports, records, registry, directory })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

interface Registration {
  readonly inputs: RegisterInputs
  readonly ports: RegisterPorts
  readonly records: RunRecords
  readonly registry: RegistryRecord
  readonly directory: string
}

async function registerNew(registration: Registration): Promise<RegisterOutcome> {
  const { inputs, ports, records, registry, directory } = registration
  const trainingId = records.training.training_id
  const files = await fetchModelFiles(ports.store, records, directory)
  const manifest = await readManifestOf(files[0].path)
  const contract = modelContractOf(records, manifest)
  const baseline = await makeBaseline({ store: ports.store, records, manifest, directory })
  const next = await reserveVersion(ports, registry, { trainingId, contract, bump: inputs.bump })
  const copy: VersionCopy = { store: ports.store, modelId: registry.model_id, version: next.version }
  const artifacts = [...(await copyModelFiles(copy, files)), ...(await writeBaseline(copy, baseline))]
  const createdAt = ports.clock.now().toISOString()
  const metadata = metadataOf({
    records,
    version: next,
    modelId: registry.model_id,
    artifacts,
    createdAt,
    commit: ports.commit
  })
  await writeVersionRecord(copy, 'evaluation.json', records.evaluation)
  await writeVersionText(copy, 'model_card.md', modelCard(metadata, records, manifest))
  await writeVersionRecord(copy, 'model_metadata.json', metadata)
  const entry: RegistryVersion = {
    version: next.version,
    stage: 'candidate',
    training_id: trainingId,
    created_at: createdAt,
    sha256: records.training.model_artifact?.sha256 ?? '',
    metrics: records.evaluation?.metrics ?? {},
    contract
  }
  const outcome = await publish(registration, entry, next.why)
  return outcome.decision === 'already-registered'
    ? outcome
    : { ...outcome, ...describeBaseline(baseline, next.version) }
}

/** Names the version in the registry, promotes it when it may be, and lets go of what nobody needs. */
async function publish(
  { inputs, ports, registry }: Registration,
  entry: RegistryVersion,
  why: string
): Promise<RegisterOutcome> {
  const promote = inputs.promote && inputs.approval === 'automatic'
  const seen: {
    production: string | null
    gone: readonly RegistryVersion[]
    existing: RegistryVersion | undefined
  } = { production: null, gone: [], existing: undefined }
  const written = await updateRecord(ports.store, layout.registry(registry.model_id), {
    schema: registryRecord,
    change: current => {
      const base = current ?? emptyRegistry(registry.model_id)
      seen.production = base.production
      // Another job may have registered the same run while this one copied its files.
      seen.existing = base.versions.find(version => version.training_id === entry.training_id)
      if (seen.existing !== undefined) return undefined
      const added = addVersion(base, entry)
      const staged = promote ? promoteVersion(added, entry.version, entry.created_at) : added
      seen.gone = versionsToPrune(staged, inputs.keep)
      return removeVersions(staged, seen.gone)
    }
  })
  if (seen.existing !== undefined) return alreadyRegistered(written ?? registry, seen.existing, ports)
  const pruned = seen.gone.map(version => version.version)
  await removeVersionFiles(ports.store, registry.model_id, pruned)
  return {
    ...decided(inputs, entry.version),
    modelId: registry.model_id,
    version: entry.version,
    stage: promote ? 'production' : 'candidate',
    modelUri: ports.store.uri(layout.versionFile(registry.model_id, entry.version, 'model.tar.gz')),
    pruned,
    previousProduction: seen.production ?? undefined,
    metrics: entry.metrics,
    versionReason: why,
    baseline: undefined,
    warnings: []
  }
}

function decided(
  inputs: RegisterInputs,
  version: string
): Pick<RegisterOutcome, 'decision' | 'reasonCode' | 'message'> {
  if (inputs.approval === 'manual') {
    return {
      decision: 'pending-approval',
      reasonCode: 'awaiting-approval',
      message: `${version} waits for approval: /mlops approve ${version}`
    }
  }
  return inputs.promote
    ? {
        decision: 'registered',
        reasonCode: 'registered-production',
        message: `${version} is registered and in production.`
      }
    : {
        decision: 'registered',
        reasonCode: 'registered-candidate',
        message: `${version} is registered as candidate.`
      }
}

function alreadyRegistered(
  registry: RegistryRecord,
  version: RegistryVersion,
  ports: RegisterPorts
): RegisterOutcome {
  return {
    ...nothing(registry.model_id),
    decision: 'already-registered',
    reasonCode: 'already-registered',
    message: `This run is ${version.version} already (${version.stage}).`,
    version: version.version,
    stage: version.stage,
    modelUri: ports.store.uri(layout.versionFile(registry.model_id, version.version, 'model.tar.gz')),
    metrics: version.metrics
  }
}

/** An outcome in which nothing was changed. */
export function nothing(modelId: string): Omit<RegisterOutcome, 'decision' | 'reasonCode' | 'message'> {
  return {
    modelId,
    version: undefined,
    stage: undefined,
    modelUri: undefined,
    pruned: [],
    previousProduction: undefined,
    metrics: {},
    versionReason: undefined,
    baseline: undefined,
    warnings: []
  }
}
