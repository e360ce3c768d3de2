import type { EdgeRelease, EdgeReleases } from '../records/edge-releases.js'

/** The releases of a model without a record of them; `counter`: the highest one that is known to have been used. */
export function noReleases(modelId: string, counter = 0): EdgeReleases {
  return { schema_version: 1, model_id: modelId, counter, current: null, exporting: null }
}

/** The export whose turn it is; undefined when nobody's, or when the holder let its time pass. */
export function turnHolder(releases: EdgeReleases, now: string): EdgeReleases['exporting'] {
  const { exporting } = releases
  return exporting !== null && Date.parse(exporting.until) > Date.parse(now) ? exporting : null
}

/** Takes the turn and the next counter; a dead or slow holder's counter is skipped. */
export function claimCounter(
  releases: EdgeReleases,
  claim: { readonly version: string; readonly until: string }
): EdgeReleases & { exporting: NonNullable<EdgeReleases['exporting']> } {
  const counter = releases.counter + 1
  return { ...releases, counter, exporting: { ...claim, counter } }
}

/** The version that counts as the one before: a version that is exported anew keeps its predecessor. */
export function previousVersion({ current }: EdgeReleases, version: string): string | null {
  if (current === null) return null
  return current.version === version ? current.previous_version : current.version
}

/** Makes a release the current one and ends the turn; undefined when the turn was lost meanwhile. */
export function confirmRelease(releases: EdgeReleases, release: EdgeRelease): EdgeReleases | undefined {
  if (releases.exporting?.counter !== release.counter) return undefined
  return { ...releases, current: release, exporting: null }
}
