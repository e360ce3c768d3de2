import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, facts, formatNumber, table } from '../../../shared/src/action/markdown.js'
import { speaker } from '../../../shared/src/action/speaker.js'
import { usdText } from '../../../shared/src/domain/cost/usd.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import type { Wording } from '../../../shared/src/domain/text/phrase.js'
import { messages, type TrainMessages } from './messages.js'
import type { TrainOutcome } from './outcome.js'
import { sentences } from './sentences-ja.js'

const ICONS: Readonly<Record<TrainOutcome['decision'], string>> = {
  completed: '✅',
  submitted: '⏳',
  failed: '❌',
  stopped: '⏹️',
  refused: '🚫'
}

/** The job summary: verdict, facts, what the training says about itself. */
export function toSummary(outcome: TrainOutcome, language: Language): string {
  const text = messages[language]
  const { record } = outcome
  const speak = speaker(language, sentences)
  // A message may list several problems, each on a line of its own.
  const said = (wording: Wording) =>
    speak(wording)
      .split('\n')
      .map(line => escapeMarkdown(line))
      .join('  \n')
  const parts = [
    `## ${ICONS[outcome.decision]} ${text.title}: ${text.decisions[outcome.decision]}`,
    said(outcome.message),
    ...(outcome.hint === undefined ? [] : [`**${text.fix}:** ${said(outcome.hint)}`]),
    ...(record === undefined ? [] : [aboutRun(record, text), ...reported(record, text)]),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\` · ${code(outcome.trainingId)}</sub>`
  ]
  return parts.join('\n\n')
}

function aboutRun(record: TrainingRecord, text: TrainMessages): string {
  const engine = Object.entries(record.engine).map(([name, version]) => `${name} ${version}`)
  const { features } = record.dataset
  const rows: [string, string][] = [
    [text.algorithm, code(record.algorithm)],
    [text.dataset, code(record.dataset.dataset_id)],
    [text.rows, record.dataset.train_rows === null ? '–' : formatNumber(record.dataset.train_rows)],
    [text.target, record.dataset.target === null ? '–' : code(record.dataset.target)],
    [
      text.features,
      features.length === 0
        ? '–'
        : `${features.length}: ${features.slice(0, 12).map(code).join(' ')}${features.length > 12 ? ' …' : ''}`
    ],
    [text.duration, record.duration_seconds === null ? '–' : `${formatNumber(record.duration_seconds)} s`],
    [text.engine, engine.length === 0 ? '–' : engine.map(escapeMarkdown).join(', ')],
    [
      text.artifact,
      record.model_artifact === null
        ? '–'
        : `${code(record.model_artifact.uri)} (${formatNumber(record.model_artifact.size_bytes)} B)`
    ],
    ...aboutMoney(record, text)
  ]
  return facts(rows)
}

function aboutMoney({ job_name: name, cost }: TrainingRecord, text: TrainMessages): [string, string][] {
  if (cost === undefined) return []
  const { worst_case_usd: worst, billed_usd: billed } = cost
  return [
    [text.job, name === undefined ? '–' : code(name)],
    [text.worstCase, usdText(worst)],
    [text.billed, billed === undefined ? '–' : usdText(billed)]
  ]
}

function reported(record: TrainingRecord, text: TrainMessages): string[] {
  const metrics = Object.entries(record.metrics)
  if (metrics.length === 0) return []
  const rows = metrics.slice(0, 40).map(([name, value]) => [code(name), formatNumber(value)])
  return [`### ${text.reported}\n\n${table([text.metric, text.value], rows, [1])}\n\n${text.notTheGate}`]
}
