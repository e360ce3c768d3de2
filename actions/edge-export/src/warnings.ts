import type { Comparison } from './compare-variants.js'
import type { Exporting } from './exporting.js'
import type { EdgeOutcome } from './outcome.js'
import { milliseconds } from './quantities.js'

/** What the person who exports must hear, whatever the decision is. */
export function exportWarnings({ found }: Exporting, { reports }: Comparison): readonly string[] {
  const { entry, modelId } = found
  const candidate =
    entry.stage === 'candidate'
      ? [`${entry.version} of ${modelId} is a candidate: nobody has promoted it to production.`]
      : []
  const noisy = reports.flatMap(({ judged }) =>
    judged.findings.flatMap(finding =>
      finding.budget === 'latency' && !finding.certain
        ? [
            `The machine is too noisy to be sure of the latency of ${judged.name}: the p95 of its blocks lies from ${milliseconds(judged.latency.band.lowMs)} to ${milliseconds(judged.latency.band.highMs)}, on both sides of ${milliseconds(finding.limit)}; the median decided.`
          ]
        : []
    )
  )
  return [...candidate, ...noisy]
}

const DAY_MS = 24 * 3_600_000

/** A release that nobody signed, or that devices soon refuse. */
export function releaseWarnings({ release, settings }: EdgeOutcome): readonly string[] {
  if (release === undefined) return []
  const short =
    settings !== undefined && settings.expiresAfterMs < DAY_MS
      ? ['expires-after is below one day: devices that fetch the release later refuse it.']
      : []
  if (release.manifest.key_id !== null) return short
  return [...short, 'unsigned: devices cannot tell who made this release; pass signing-key to sign it.']
}
