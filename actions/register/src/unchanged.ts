import type { RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './ports.js'
import type { Verdict } from './verdict.js'

/** An outcome in which nothing was changed. */
export function nothing(modelId: string): Omit<RegisterOutcome, keyof Verdict> {
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

/** The outcome for a run that has a version. */
export function alreadyRegistered(
  { store }: RegisterPorts,
  modelId: string,
  version: RegistryVersion
): RegisterOutcome {
  return {
    ...nothing(modelId),
    decision: 'already-registered',
    reasonCode: 'already-registered',
    message: `This run is ${version.version} already (${version.stage}).`,
    version: version.version,
    stage: version.stage,
    modelUri: store.uri(layout.versionFile(modelId, version.version, 'model.tar.gz')),
    metrics: version.metrics
  }
}
