import { settingsDigest } from '../../../shared/src/domain/edge/settings.js'
import type { EdgeParity } from '../../../shared/src/domain/records/edge-manifest.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import { openCandidate, type Candidate } from './candidate.js'
import { compareVariants, type Comparison } from './compare-variants.js'
import { exportMetadata } from './export-metadata.js'
import type { Exporting } from './exporting.js'
import { messages } from './messages.js'
import { nothing, type EdgeOutcome, type Release } from './outcome.js'
import { checkExport } from './parity.js'
import type { EdgePorts } from './ports.js'
import { publish } from './publish.js'
import { calibrationRows, readRealRows, type RealRows } from './real-rows.js'
import { readRegisteredModel } from './registered-model.js'
import { exportWarnings } from './warnings.js'

type Verdict = Pick<EdgeOutcome, 'decision' | 'reasonCode' | 'message'>

/** Makes, proves and measures the variants of a version, and publishes the one that is chosen. */
export async function exportVersion(ports: EdgePorts, exporting: Exporting): Promise<EdgeOutcome> {
  const { found, onnxSha256, settings, current } = exporting
  const base = { ...nothing(found.modelId), version: found.entry.version, settings, earlier: current }
  const unsupported = (reasonCode: string, message: string): EdgeOutcome => ({
    ...base,
    decision: 'unsupported',
    reasonCode,
    message
  })
  const registered = await readRegisteredModel(ports.store, found, onnxSha256)
  const { inspectOnnx } = await import('../../../shared/src/onnx/onnx-inspection.js')
  const { readSignature } = await import('../../../shared/src/onnx/signature-metadata.js')
  const signature = readSignature(inspectOnnx(registered).metadata)
  if (signature === undefined)
    return unsupported('no-signature', 'The ONNX file does not say which features it takes (mlops.manifest).')
  const source = { store: ports.store, found, signature, directory: ports.temporaryDirectory }
  const rows = await readRealRows(source)
  const { features } = rows
  if (features === undefined)
    return unsupported('no-real-rows', 'There are no rows to measure with: no parity rows and no test data.')
  const { withMetadata } = await import('../../../shared/src/onnx/rewrite/with-metadata.js')
  const float = await openCandidate(ports.inference, 'fp32', withMetadata(registered, exportMetadata(found)))
  try {
    const from = { inference: ports.inference, rows, features, signature }
    const parity = await checkExport(float.model, registered, from)
    if (!parity.passed) {
      const { task } = signature
      return { ...base, task, parity, notes: rows.notes, ...parityFailed(parity) }
    }
    const comparison = await compareVariants(float, {
      settings,
      quantizing: {
        inference: ports.inference,
        float: float.bytes,
        calibration: () => calibrationRows(source, rows)
      },
      measurement: {
        rows,
        features,
        signature,
        maxLatencyMs: settings.maxLatencyMs,
        ...(ports.stopwatch !== undefined && { timing: { now: ports.stopwatch } })
      }
    })
    return await conclude(ports, { exporting, signature, rows, float, parity, comparison })
  } finally {
    await float.model.close()
  }
}

interface Concluding {
  readonly exporting: Exporting
  readonly signature: ModelSignature
  readonly rows: RealRows
  readonly float: Candidate
  readonly parity: EdgeParity
  readonly comparison: Comparison
}

/** Publishes what was chosen; without a choice it says which budget stands in the way. */
async function conclude(ports: EdgePorts, concluding: Concluding): Promise<EdgeOutcome> {
  const { exporting, signature, rows, parity, comparison } = concluding
  const { found, settings, current } = exporting
  const measured = {
    ...nothing(found.modelId),
    version: found.entry.version,
    task: signature.task,
    settings,
    parity: { ...parity, quantization: comparison.chosen?.report.difference ?? null },
    variants: comparison.reports,
    unavailable: comparison.unavailable,
    notes: rows.notes,
    warnings: exportWarnings(exporting, comparison)
  }
  if (comparison.chosen === undefined)
    return { ...measured, earlier: current, ...notChosen(comparison, settings.quantize) }
  const release = await publishChosen(ports, concluding, comparison.chosen)
  const message = messages.en.exported(release.manifest)
  return { ...measured, release, decision: 'exported', reasonCode: 'exported', message }
}

async function publishChosen(
  ports: EdgePorts,
  { exporting, signature, float, parity }: Concluding,
  chosen: NonNullable<Comparison['chosen']>
): Promise<Release> {
  const { found, onnxSha256, settings, signing } = exporting
  const { manifestFacts } = await import('./manifest.js')
  const { inspectOnnx } = await import('../../../shared/src/onnx/onnx-inspection.js')
  const manifest = manifestFacts({
    found,
    signature,
    onnxSha256,
    chosen,
    inspection: inspectOnnx(chosen.bytes),
    floatSizeBytes: float.bytes.length,
    parity,
    keyId: signing.keyId
  })
  return publish(ports, {
    manifest,
    model: chosen.bytes,
    expiresAfterMs: settings.expiresAfterMs,
    settingsSha256: settingsDigest(settings, signing.keyId),
    signing
  })
}

function parityFailed(parity: EdgeParity): Verdict {
  return { decision: 'parity-failed', reasonCode: 'parity-failed', message: messages.en.parityFailed(parity) }
}

/** Why nothing was chosen: what could not be made, what could not be measured, or the budgets that were exceeded. */
function notChosen({ reports, unavailable }: Comparison, quantize: string): Verdict {
  const [none] = unavailable
  if (reports.length === 0 && none !== undefined)
    return { decision: 'unsupported', reasonCode: none.code, message: messages.en.unavailable(none) }
  const asked = reports.find(({ judged }) => judged.name === quantize) ?? reports[0]
  if (asked?.reason.code === 'accuracy-unknown')
    return { decision: 'unsupported', reasonCode: 'accuracy-unmeasured', message: messages.en.report(asked) }
  const exceeded = (asked?.judged.findings ?? []).filter(({ met }) => met === false)
  const [first] = exceeded
  const reasonCode =
    exceeded.length === 1 && first !== undefined ? overBudgetCodes[first.budget] : 'several-over-budget'
  return { decision: 'over-budget', reasonCode, message: messages.en.overBudget(reports) }
}

const overBudgetCodes = {
  size: 'size-over-budget',
  latency: 'latency-over-budget',
  accuracy: 'accuracy-over-budget'
} as const
