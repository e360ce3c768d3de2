import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import { updateRecord } from '../../../shared/src/action/record-store.js'
import {
  registryRecord,
  type RegistryRecord,
  type RegistryVersion
} from '../../../shared/src/domain/records/registry.js'
import { latestVersion } from '../../../shared/src/domain/registry/next-version.js'
import { findVersion, promoteVersion, stageVersion } from '../../../shared/src/domain/registry/registry.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './ports.js'
import { quarantineRefusal } from './refusal.js'
import { nothing } from './unchanged.js'
import type { Verdict } from './verdict.js'

interface Change {
  readonly verdict: Verdict
  /** Undefined: the registry stays as it is. */
  readonly next: RegistryRecord | undefined
  readonly version: RegistryVersion | undefined
}

/** Promotes or rejects one version, by compare-and-swap: of two people who decide at once, the second sees the first. */
export async function changeStage(inputs: RegisterInputs, ports: RegisterPorts): Promise<RegisterOutcome> {
  const modelId = inputs.modelId ?? (await modelOfRun(ports.store, inputs.trainingId ?? ''))
  const at = ports.clock.now().toISOString()
  const nothingThere: Change = {
    verdict: unknown(inputs, modelId),
    next: undefined,
    version: undefined
  }
  const seen: { change: Change; production: string | null } = { change: nothingThere, production: null }
  const registry = await updateRecord(ports.store, layout.registry(modelId), {
    schema: registryRecord,
    change: current => {
      if (current === undefined) return undefined
      seen.production = current.production
      seen.change =
        inputs.operation === 'promote' ? promotion(current, inputs, at) : rejection(current, inputs)
      return seen.change.next
    }
  })
  const { change } = seen
  const version = change.version?.version
  return {
    ...nothing(modelId),
    ...change.verdict,
    version,
    stage:
      registry === undefined || version === undefined ? undefined : findVersion(registry, version)?.stage,
    modelUri:
      version === undefined
        ? undefined
        : ports.store.uri(layout.versionFile(modelId, version, 'model.tar.gz')),
    previousProduction: seen.production ?? undefined,
    metrics: change.version?.metrics ?? {}
  }
}

/** The named version, else the run's and no other, else the latest candidate. */
function choose(registry: RegistryRecord, inputs: RegisterInputs): RegistryVersion | undefined {
  if (inputs.version !== undefined) return findVersion(registry, inputs.version)
  if (inputs.trainingId !== undefined)
    return registry.versions.find(version => version.training_id === inputs.trainingId)
  const candidates = registry.versions.filter(version => version.stage === 'candidate')
  return latestVersion({ ...registry, versions: candidates })
}

function promotion(registry: RegistryRecord, inputs: RegisterInputs, at: string): Change {
  const version = choose(registry, inputs)
  if (version === undefined) return { verdict: unknown(inputs, registry.model_id), next: undefined, version }
  if (version.stage === 'production') {
    const message = phrase`${version.version} is in production already.`
    return {
      verdict: { decision: 'promoted', reasonCode: 'already-production', message },
      next: undefined,
      version
    }
  }
  if (version.stage === 'rejected' || version.stage === 'quarantined') {
    const message =
      version.stage === 'rejected'
        ? phrase`${version.version} is rejected and cannot become production.`
        : phrase`${version.version} is quarantined and cannot become production.`
    return {
      verdict: { decision: 'refused', reasonCode: 'version-not-promotable', message },
      next: undefined,
      version
    }
  }
  const refused = quarantineRefusal(registry, version.origin)
  if (refused !== undefined) return { verdict: { decision: 'refused', ...refused }, next: undefined, version }
  const message = phrase`${version.version} is now in production.`
  return {
    verdict: { decision: 'promoted', reasonCode: 'promoted', message },
    next: promoteVersion(registry, version.version, at),
    version
  }
}

function rejection(registry: RegistryRecord, inputs: RegisterInputs): Change {
  const version = choose(registry, inputs)
  if (version === undefined) return { verdict: unknown(inputs, registry.model_id), next: undefined, version }
  if (version.stage === 'production') {
    const message = phrase`${version.version} is in production; use /mlops rollback instead.`
    return {
      verdict: { decision: 'refused', reasonCode: 'version-in-production', message },
      next: undefined,
      version
    }
  }
  const message = phrase`${version.version} is rejected.`
  const next = stageVersion(registry, version.version, 'rejected')
  return { verdict: { decision: 'rejected', reasonCode: 'rejected', message }, next, version }
}

function unknown({ version, trainingId }: RegisterInputs, modelId: string): Verdict {
  const ofRun =
    trainingId === undefined
      ? phrase`${modelId} has no candidate version.`
      : phrase`${modelId} has no version of ${trainingId}.`
  const message = version === undefined ? ofRun : phrase`${modelId} has no version ${version}.`
  return { decision: 'refused', reasonCode: 'version-unknown', message }
}
