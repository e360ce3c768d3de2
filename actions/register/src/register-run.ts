import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecord } from '../../../shared/src/action/record-store.js'
import {
  registryRecord,
  type RegistryRecord,
  type RegistryVersion
} from '../../../shared/src/domain/records/registry.js'
import { emptyRegistry } from '../../../shared/src/domain/registry/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { describeBaseline, writeBaseline } from './baseline.js'
import { makeBaseline } from './make-baseline.js'
import { metadataOf } from './metadata.js'
import { modelCard } from './model-card.js'
import { modelContractOf } from './model-contract.js'
import { fetchModelFiles } from './model-files.js'
import { readManifestOf } from './manifest.js'
import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './ports.js'
import { publishVersion } from './publish-version.js'
import { originOf, refusal } from './refusal.js'
import { reserveVersion } from './reserve-version.js'
import { readRunRecords, type RunRecords } from './run-records.js'
import { alreadyRegistered, nothing } from './unchanged.js'
import { copyModelFiles, writeVersionRecord, writeVersionText, type VersionCopy } from './version-files.js'

/** Gives the run a version, once: registering it again reports the version it has. */
export async function registerRun(inputs: RegisterInputs, ports: RegisterPorts): Promise<RegisterOutcome> {
  const trainingId = inputs.trainingId ?? ''
  const records = await readRunRecords(ports.store, trainingId)
  const modelId = inputs.modelId ?? records.request.model_id
  const registry =
    (await readRecord(ports.store, layout.registry(modelId), registryRecord))?.value ?? emptyRegistry(modelId)
  const existing = registry.versions.find(version => version.training_id === trainingId)
  if (existing !== undefined) return alreadyRegistered(ports, modelId, existing)
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
    origin: originOf(records),
    contract
  }
  const outcome = await publishVersion({ inputs, ports, modelId: registry.model_id }, entry, next.why)
  const { decision } = outcome
  return decision === 'already-registered' || decision === 'refused'
    ? outcome
    : { ...outcome, ...describeBaseline(baseline, next.version) }
}
