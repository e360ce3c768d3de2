import { join } from 'node:path'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import type { ChampionReport } from '../../../shared/src/domain/champion/compare-with-champion.js'
import type { GateDecision } from '../../../shared/src/domain/gate/decide-gate.js'
import type { DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import type { EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { textsOf } from '../../../shared/src/tables/column-values.js'
import type { Predictions } from '../../../shared/src/tables/predictions/predictions.js'
import { writePredictions } from '../../../shared/src/tables/predictions/write-predictions.js'
import { primaryOf } from './asked.js'
import type { Measured } from './measure.js'
import type { GateOutcome } from './outcome.js'
import type { GatePorts } from './ports.js'
import type { Run } from './run.js'
import type { Subject } from './subject.js'

/** Everything that is known after the decision. */
export interface Evaluated {
  readonly run: Run
  readonly subject: Subject
  readonly measured: Measured
  readonly champion: ChampionReport | undefined
  readonly verdict: GateDecision
}

/** Writes model.onnx, predictions.csv, evaluation.json and, last, decision.json: what register trusts comes when all is there. */
export async function writeEvaluation(ports: GatePorts, evaluated: Evaluated): Promise<GateOutcome> {
  const { store } = ports
  const { training_id: trainingId } = evaluated.run.request
  const evaluation = evaluationOf(evaluated)
  const decision = decisionOf(evaluated, ports.clock.now().toISOString())
  // A decision about an earlier model must not stand beside the measurements of this one.
  await store.remove(layout.decision(trainingId))
  const { model } = evaluated.subject
  // Predictions from a file were not made by an ONNX file that an earlier evaluation left here.
  if (model === undefined) await store.remove(layout.runModel(trainingId))
  else await store.write(layout.runModel(trainingId), model.converted.bytes)
  const path = join(ports.temporaryDirectory, 'predictions.csv')
  await writePredictions(path, predictionsOf(evaluated.subject))
  await store.upload(path, layout.predictions(trainingId))
  await writeRecord(store, layout.evaluation(trainingId), evaluation)
  await writeRecord(store, layout.decision(trainingId), decision)
  const warnings = [
    ...evaluated.verdict.warnings.map(warning => warning.message),
    ...evaluated.measured.warnings
  ]
  return { evaluation, decision, report: store.uri(layout.evaluation(trainingId)), warnings }
}

function evaluationOf({ run, subject, measured, champion }: Evaluated): EvaluationRecord {
  const { model, scored } = subject
  const primary = primaryOf(scored.task)
  return {
    schema_version: 1,
    training_id: run.request.training_id,
    task: scored.task,
    rows: subject.table.rows,
    primary_metric: { ...primary, value: measured.metrics[primary.name] ?? null },
    metrics: { ...measured.metrics },
    undefined: { ...measured.undefined },
    notes: { ...measured.notes },
    ...(measured.confusionMatrix !== undefined && { confusion_matrix: measured.confusionMatrix }),
    slices: Object.fromEntries(
      Object.entries(measured.slices).map(([name, slice]) => [
        name,
        { ...slice, metrics: { ...slice.metrics }, undefined: { ...slice.undefined } }
      ])
    ),
    fairness: { ...measured.fairness },
    ...(champion !== undefined && { champion: championOf(champion) }),
    ...(model?.converted.manifest?.importance !== undefined && {
      importance: model.converted.manifest.importance
    }),
    ...(model?.parity !== undefined && { parity: model.parity }),
    predictions_source: model === undefined ? 'file' : 'onnx',
    model: {
      sha256: model === undefined ? null : sha256Of(model.converted.bytes),
      size_bytes: model?.converted.bytes.length ?? null
    },
    test_data: { sha256: subject.testSha256, files: subject.testFiles.map(file => file.name) }
  }
}

function championOf(champion: ChampionReport): NonNullable<EvaluationRecord['champion']> {
  return {
    version: champion.version,
    metrics: { ...champion.metrics },
    tests: champion.tests.map(test => ({ ...test })),
    ...(champion.note !== undefined && { note: champion.note })
  }
}

function decisionOf({ run, verdict }: Evaluated, at: string): DecisionRecord {
  const { attempt, request } = run.request
  return {
    schema_version: 1,
    training_id: run.request.training_id,
    decision: verdict.decision,
    reason_code: verdict.reasonCode,
    gate: verdict.gate,
    rules: verdict.rules.map(rule => ({ ...rule })),
    attempt,
    attempts_left: Math.max(0, request.max_retry - (attempt - 1)),
    evaluated_at: at
  }
}

function predictionsOf({ scored, table, sampleIdColumn }: Subject): Predictions {
  const column = table.columns.find(candidate => candidate.name === sampleIdColumn)
  const ids = column === undefined ? undefined : textsOf(column)
  const sampleIds =
    ids === undefined ? {} : { sampleIds: Array.from(ids.codes, code => ids.dictionary[code] ?? '') }
  if (scored.task === 'regression') {
    return {
      kind: 'numbers',
      ...sampleIds,
      targets: scored.predictions.truth,
      predictions: scored.predictions.predicted
    }
  }
  const { classes, truth, predicted, probabilities } = scored.predictions
  const texts = (labels: readonly string[] | Int32Array) =>
    labels instanceof Int32Array ? Array.from(labels, label => classes[label] ?? '') : labels
  return {
    kind: 'classes',
    ...sampleIds,
    targets: texts(truth),
    predictions: texts(predicted),
    ...(probabilities !== undefined && { probabilities: { classes, values: probabilities } })
  }
}
