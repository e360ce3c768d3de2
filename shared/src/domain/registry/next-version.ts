import type { RegistryRecord, RegistryVersion } from '../records/registry.js'
import { bumpVersion, compareVersions, type Bump } from './semantic-version.js'

export type ModelContract = RegistryVersion['contract']

export interface NextVersion {
  readonly version: string
  readonly bump: Bump | 'first'
  /** What changed since the latest version, for people. */
  readonly why: string
  readonly parent: string | null
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Major when callers must adapt, minor when the model was made differently, patch when only the data changed. */
export function requiredBump(previous: ModelContract, next: ModelContract): { bump: Bump; why: string } {
  const callers = (['task', 'target', 'features', 'classes'] as const).filter(
    field => !same(previous[field], next[field])
  )
  if (callers.length > 0) return { bump: 'major', why: `${callers.join(', ')} changed` }
  const making = [
    ...(previous.algorithm === next.algorithm ? [] : [`algorithm ${previous.algorithm} → ${next.algorithm}`]),
    ...(previous.hyperparameters_sha256 === next.hyperparameters_sha256 ? [] : ['hyperparameters']),
    ...(previous.preprocessing_sha256 === next.preprocessing_sha256 ? [] : ['preprocessing'])
  ]
  if (making.length > 0) return { bump: 'minor', why: `${making.join(', ')} changed` }
  return { bump: 'patch', why: 'only the data changed' }
}

/** The latest version by number, whatever its stage. */
export function latestVersion(registry: RegistryRecord): RegistryVersion | undefined {
  return registry.versions.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1)
}

/** The version a model with this contract gets; `taken` are numbers that others have reserved. */
export function nextVersion(
  registry: RegistryRecord,
  contract: ModelContract,
  choice: { bump: Bump | 'auto'; taken: ReadonlySet<string> }
): NextVersion {
  const latest = latestVersion(registry)
  if (latest === undefined) {
    return {
      version: firstFree('v1.0.0', choice.taken),
      bump: 'first',
      why: 'the first version',
      parent: null
    }
  }
  const required = requiredBump(latest.contract, contract)
  const bump = choice.bump === 'auto' ? required.bump : choice.bump
  const why = choice.bump === 'auto' ? required.why : `asked for; ${required.why}`
  return {
    version: firstFree(bumpVersion(latest.version, bump), choice.taken),
    bump,
    why,
    parent: latest.version
  }
}

function firstFree(version: string, taken: ReadonlySet<string>): string {
  let free = version
  while (taken.has(free)) free = bumpVersion(free, 'patch')
  return free
}
