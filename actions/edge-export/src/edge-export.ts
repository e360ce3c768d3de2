import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPolicyFor } from '../../../shared/src/action/load-policy.js'
import { resolveSettings, settingsDigest } from '../../../shared/src/domain/edge/settings.js'
import { currentRelease, isSigned, standingRelease } from './current-release.js'
import { exportVersion } from './export-version.js'
import type { Exporting } from './exporting.js'
import { findExportable } from './find-version.js'
import type { EdgeInputs } from './inputs.js'
import { nothing, type EdgeOutcome } from './outcome.js'
import type { EdgePorts } from './ports.js'
import { recordedDigest } from './registered-model.js'
import { assertStaysSigned, signingOf } from './signing.js'
import { releaseWarnings } from './warnings.js'

/** Exports a registered version for devices, within its budgets, or says why not. */
export async function edgeExport(inputs: EdgeInputs, ports: EdgePorts): Promise<EdgeOutcome> {
  const policy = await loadPolicyFor(inputs.config, ports)
  const signing = signingOf(inputs.signingKey, policy.edge?.public_key)
  const found = await findExportable(inputs, ports.store)
  const { modelId } = found
  const current = await currentRelease(ports.store, modelId)
  const refused = { ...nothing(modelId), decision: 'unsupported' as const, earlier: current }
  if (found.kind === 'refused')
    return { ...refused, version: found.version, reasonCode: found.reasonCode, message: found.message }
  const { version } = found.entry
  if (inputs.neoTargetDevice !== undefined) {
    const message =
      'This release cannot compile models with SageMaker Neo; leave neo-target-device out to export ONNX.'
    return { ...refused, version, reasonCode: 'neo-unavailable', message }
  }
  const onnxSha256 = recordedDigest(found, 'model.onnx')
  if (onnxSha256 === undefined) {
    const message = `${version} of ${modelId} has no model.onnx: it was judged by a file of predictions.`
    return { ...refused, version, reasonCode: 'no-onnx-model', message }
  }
  const settings = resolveSettings(inputs.wishes, found.request?.request.edge, policy.edge)
  assertStaysSigned(signing, { modelId, signed: await isSigned(ports.store, modelId, current) })
  const outcome = await exportOnce(ports, { found, onnxSha256, settings, signing, current })
  return { ...outcome, warnings: [...outcome.warnings, ...releaseWarnings(outcome)] }
}

/** The same export again leaves the release as it is. */
async function exportOnce(ports: EdgePorts, exporting: Exporting): Promise<EdgeOutcome> {
  const { found, onnxSha256, settings, signing, current } = exporting
  const standing = await standingRelease(ports.store, current, {
    modelId: found.modelId,
    version: found.entry.version,
    sourceSha256: onnxSha256,
    settingsSha256: settingsDigest(settings, signing.keyId),
    signing,
    now: ports.clock.now()
  })
  if (standing !== undefined) {
    const { manifest } = standing
    return {
      ...nothing(found.modelId),
      decision: 'exported',
      reasonCode: 'already-exported',
      message: `${manifest.version} is the current release already, number ${manifest.counter}, with these settings.`,
      version: manifest.version,
      task: manifest.task,
      settings,
      parity: manifest.parity,
      release: standing
    }
  }
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-edge-'))
  try {
    return await exportVersion({ ...ports, temporaryDirectory: directory }, exporting)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
