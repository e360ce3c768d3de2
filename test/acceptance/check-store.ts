import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import { baselineProfile } from '../../shared/src/domain/records/baseline.js'
import { decisionRecord } from '../../shared/src/domain/records/decision.js'
import { evaluationRecord, type EvaluationRecord } from '../../shared/src/domain/records/evaluation.js'
import { modelMetadata } from '../../shared/src/domain/records/model-metadata.js'
import { registryRecord } from '../../shared/src/domain/records/registry.js'
import { requestRecord } from '../../shared/src/domain/records/request-record.js'
import { trainingRecord } from '../../shared/src/domain/records/training.js'
import type { Workspace } from './workspace.js'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * What the next action may rely on, whenever an action was killed: every record parses, and what a record names is
 * there, whole, with the digest the record gives it.
 */
export function expectSoundStore(workspace: Workspace): void {
  for (const key of workspace.keys('runs'))
    if (key.endsWith('/request.json')) checkRun(workspace, key.slice(0, -'/request.json'.length))
  for (const key of workspace.keys('models'))
    if (key.endsWith('/registry.json')) checkModel(workspace, key.slice(0, -'/registry.json'.length))
}

function checkRun(workspace: Workspace, run: string): void {
  requestRecord.parse(workspace.record(`${run}/request.json`))
  const has = (name: string) => workspace.has(`.mlops/${run}/${name}`)
  if (has('training.json')) {
    const training = trainingRecord.parse(workspace.record(`${run}/training.json`))
    const { model_artifact: artifact } = training
    expect(artifact !== null).toBe(training.status === 'completed')
    if (artifact !== null) expectFile(workspace, `${run}/output/model.tar.gz`, artifact)
  }
  const evaluation = has('evaluation.json')
    ? evaluationRecord.parse(workspace.record(`${run}/evaluation.json`))
    : undefined
  if (has('decision.json')) {
    decisionRecord.parse(workspace.record(`${run}/decision.json`))
    checkMeasured(workspace, run, evaluation)
  }
}

/** A decision stands only beside the measurements and the model it is about. */
function checkMeasured(workspace: Workspace, run: string, evaluation: EvaluationRecord | undefined): void {
  expect(evaluation).toBeDefined()
  const { sha256: digest, size_bytes: size } = evaluation?.model ?? {}
  expectFile(workspace, `${run}/model.onnx`, { sha256: digest ?? '', size_bytes: size ?? -1 })
  const lines = workspace.text(`.mlops/${run}/predictions.csv`).trimEnd().split('\n')
  expect(lines).toHaveLength((evaluation?.rows ?? 0) + 1)
}

function checkModel(workspace: Workspace, model: string): void {
  const registry = registryRecord.parse(workspace.record(`${model}/registry.json`))
  const inProduction = registry.versions.filter(({ stage }) => stage === 'production')
  expect(inProduction.map(({ version }) => version)).toEqual(
    registry.production === null ? [] : [registry.production]
  )
  for (const { version, training_id: trainingId, sha256: digest } of registry.versions) {
    const metadata = modelMetadata.parse(workspace.record(`${model}/${version}/model_metadata.json`))
    expect(metadata).toMatchObject({ version, training_id: trainingId })
    const paths = metadata.artifacts.map(artifact => artifact.path)
    expect(paths).toEqual(['model.tar.gz', 'model.onnx', 'baseline.json'])
    expect(metadata.artifacts[0]?.sha256).toBe(digest)
    for (const artifact of metadata.artifacts)
      expectFile(workspace, `${model}/${version}/${artifact.path}`, artifact)
    baselineProfile.parse(workspace.record(`${model}/${version}/baseline.json`))
    evaluationRecord.parse(workspace.record(`${model}/${version}/evaluation.json`))
    expect(workspace.text(`.mlops/${model}/${version}/model_card.md`)).toContain(version)
  }
}

function expectFile(
  workspace: Workspace,
  key: string,
  expected: { sha256: string; size_bytes: number }
): void {
  const bytes = workspace.bytes(`.mlops/${key}`)
  expect({ key, sha256: sha256(bytes), size_bytes: bytes.length }).toEqual({
    key,
    sha256: expected.sha256,
    size_bytes: expected.size_bytes
  })
}
