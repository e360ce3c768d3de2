import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import { readRecord, writeRecord, type ReadRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { quarantineOf } from '../../../shared/src/domain/registry/quarantine.js'
import { planRollback, rollBack, type RollbackPlan } from '../../../shared/src/domain/registry/rollback.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RollbackInputs } from './inputs.js'
import { originOf } from './origin-of.js'
import { unchanged, type RollbackOutcome } from './outcome.js'
import type { RollbackPorts } from './ports.js'
import { releaseVersion } from './release-version.js'
import { standstill } from './verdict.js'
import { verifyVersion } from './verify-version.js'

/** Puts an earlier version back into production, or takes a version out of quarantine. */
export async function rollback(inputs: RollbackInputs, ports: RollbackPorts): Promise<RollbackOutcome> {
  const modelId = inputs.modelId ?? (await modelOfRun(ports.store, inputs.trainingId ?? ''))
  if (inputs.release !== undefined) return releaseVersion(ports.store, modelId, inputs.release)
  // Whoever changes production while files are being read changes what was asked for.
  const first = await readRecord(ports.store, layout.registry(modelId), registryRecord)
  const from = inputs.from ?? first?.value.production ?? undefined
  for (let seen = first; ; seen = await readRecord(ports.store, layout.registry(modelId), registryRecord)) {
    if (seen === undefined) return standstill(modelId, { kind: 'no-production' })
    const plan = planRollback(seen.value, { to: inputs.to, from, askedAt: inputs.askedAt })
    if (plan.kind !== 'roll-back') return standstill(modelId, plan)
    const done = await carryOut({ inputs, ports, seen }, plan)
    if (done !== undefined) return done
  }
}

interface Attempt {
  readonly inputs: RollbackInputs
  readonly ports: RollbackPorts
  readonly seen: ReadRecord<RegistryRecord>
}

/** Verifies the files and swaps the registry; undefined when another job changed it meanwhile. */
async function carryOut(
  { inputs, ports, seen }: Attempt,
  { from, to }: Extract<RollbackPlan, { kind: 'roll-back' }>
): Promise<RollbackOutcome | undefined> {
  const registry = seen.value
  const modelId = registry.model_id
  const verifiedFiles = await verifyVersion(ports, modelId, to)
  const origin = await originOf(ports.store, modelId, from)
  const restored = await originOf(ports.store, modelId, to)
  const note = { at: ports.clock.now().toISOString(), reason: inputs.reason, origin }
  const next = rollBack(registry, { from: from.version, to: to.version }, note)
  const condition = { etag: seen.etag }
  if (!(await writeRecord(ports.store, layout.registry(modelId), next, condition)).written) return undefined
  const message = phrase`${to.version} is in production again; ${from.version} is quarantined.`
  const twin = quarantineOf(next, restored) !== undefined
  return {
    ...unchanged(modelId, { decision: 'rolled-back', reasonCode: 'rolled-back', message }),
    from: from.version,
    to: to.version,
    reason: inputs.reason,
    verifiedFiles,
    warnings: twin ? [sameOrigin(to.version)] : []
  }
}

const sameOrigin = (version: string) =>
  phrase`${version} was made from the same request and the same data as a quarantined version: what is wrong may lie in them.`
