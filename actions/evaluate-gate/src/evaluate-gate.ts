import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPolicyFor } from '../../../shared/src/action/load-policy.js'
import { requireRecord } from '../../../shared/src/action/record-store.js'
import { decideGate } from '../../../shared/src/domain/gate/decide-gate.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import { textColumn } from '../../../shared/src/evaluation/test-table.js'
import { whatIsAsked } from './asked.js'
import { askChampion } from './champion.js'
import { fairnessRules, parityRule } from './further-rules.js'
import type { GateInputs } from './inputs.js'
import { measureLatencyP95 } from './latency.js'
import { measure } from './measure.js'
import type { GateOutcome } from './outcome.js'
import type { GatePorts } from './ports.js'
import type { Run } from './run.js'
import { prepareSubject } from './subject.js'
import { writeEvaluation } from './write-evaluation.js'

/** Measures the run's model on the test data and decides whether it may be registered. */
export async function evaluateGate(inputs: GateInputs, ports: GatePorts): Promise<GateOutcome> {
  const run = await readRun(inputs, ports)
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-gate-'))
  try {
    return await evaluateRun(inputs, { ...ports, temporaryDirectory: directory }, run)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function evaluateRun(inputs: GateInputs, ports: GatePorts, run: Run): Promise<GateOutcome> {
  const { request } = run.request
  const subject = await prepareSubject(inputs, ports, run)
  try {
    const { scored, table, model } = subject
    const asked = whatIsAsked(scored.task, { inputs, request, policy: run.policy })
    const wanted = {
      customMetrics: asked.customMetrics,
      slices: asked.needs.slices,
      sensitive: request.fairness?.sensitive ?? []
    }
    const measured = measure(scored, table, wanted)
    const champion = await askChampion(ports, {
      wanted: inputs.champion,
      modelId: run.request.model_id,
      trainingId: run.request.training_id,
      challenger: scored,
      table,
      target: subject.target,
      groups: subject.groupColumn === undefined ? undefined : textColumn(table, subject.groupColumn)?.codes,
      confidence: inputs.confidence,
      seed: request.seed ?? 42,
      customMetrics: asked.customMetrics,
      intervals: [
        ...asked.needs.compared,
        ...(request.champion === undefined ? [] : [request.champion.metric])
      ]
    })
    const verdict = decideGate({
      ...asked.gates,
      metrics: measured.metrics,
      undefinedReasons: measured.undefined,
      slices: measured.slices,
      ...(champion !== undefined && {
        champion: { metrics: champion.metrics },
        championRules: champion.rules
      }),
      sizeBytes: model?.converted.bytes.length,
      latencyP95Ms:
        asked.needs.latency && model !== undefined
          ? await measureLatencyP95(model.loaded, subject)
          : undefined,
      furtherRules: [
        ...(model?.parity === undefined ? [] : [parityRule(model.parity)]),
        ...fairnessRules(request.fairness, measured.fairness)
      ]
    })
    return await writeEvaluation(ports, { run, subject, measured, champion, verdict })
  } finally {
    await subject.model?.loaded.close()
  }
}

async function readRun(inputs: GateInputs, ports: GatePorts): Promise<Run> {
  const { trainingId } = inputs
  const request = await requireRecord(ports.store, layout.request(trainingId), {
    schema: requestRecord,
    hint: 'Run parse-issue first, with the same store, and pass its training-id output.'
  })
  const training = await requireRecord(ports.store, layout.training(trainingId), {
    schema: trainingRecord,
    hint: 'Run train first, with the same store.'
  })
  if (training.status !== 'completed' && inputs.predictions === undefined) {
    throw new UserError('run-not-trained', `the training of ${trainingId} is ${training.status}`, {
      hint: 'Let train finish, and run evaluate-gate only when its decision is completed.'
    })
  }
  return { request, training, policy: await loadPolicyFor(inputs.config, ports) }
}
