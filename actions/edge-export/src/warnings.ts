import type { Comparison } from './compare-variants.js'
import type { Exporting } from './edge-export.js'
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
