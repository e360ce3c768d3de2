import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, facts, formatNumber, table } from '../../../shared/src/action/markdown.js'
import { usdText } from '../../../shared/src/domain/cost/usd.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { evaluationSection } from './evaluation-section.js'
import type { RecordedRun } from './run.js'
import { saidIn } from './said.js'
import { statusSection } from './status-section.js'
import { reportTexts, type ReportTexts } from './report-texts.js'

type Row = readonly [string, string | undefined]

/** The report of a run that a person reads: the same on the history branch and in the issue. */
export function runReport(run: RecordedRun, language: Language): string {
  const text = reportTexts[language]
  const [basic, dataset, hyperparameters, evaluation, model, status] = text.sections
  const said = saidIn(language)
  const verdict = statusSection(run, text, said)
  const sections: [string, string][] = [
    [basic, basicInformation(run, text)],
    [dataset, datasetSection(run, text)],
    [hyperparameters, hyperparametersSection(run, text)],
    [evaluation, evaluationSection(run, text, said)],
    [model, modelSection(run, text)],
    [status, verdict]
  ]
  const body = sections.map(([title, content]) => `## ${title}\n\n${content}`).join('\n\n')
  const [headline = ''] = verdict.split('\n')
  return `# ${text.title}: ${escapeMarkdown(run.request.model_id)}\n\n**${headline}**\n\n${body}\n`
}

const seconds = (value: number | null | undefined) => (value == null ? undefined : `${formatNumber(value)} s`)

function basicInformation({ request, training, evaluation }: RecordedRun, text: ReportTexts): string {
  const engine = Object.entries(training?.engine ?? {}).map(([name, version]) => `${name} ${version}`)
  return facts([
    [text.run, code(request.training_id)],
    [text.attempt, String(request.attempt)],
    [text.requestedBy, request.actor === undefined ? undefined : code(request.actor)],
    [text.requestedAt, request.created_at],
    [text.rerunOf, request.rerun_of === undefined ? undefined : code(request.rerun_of)],
    [text.reason, request.reason === undefined ? undefined : escapeMarkdown(request.reason)],
    [text.driftReport, request.report === undefined ? undefined : code(request.report)],
    [text.task, code(evaluation?.task ?? request.request.task ?? '')],
    [text.algorithm, code(request.request.algorithm)],
    [text.backend, training === undefined ? undefined : code(training.backend)],
    [text.job, training?.job_name === undefined ? undefined : code(training.job_name)],
    [text.cost, costText(training?.cost, text)],
    [text.duration, seconds(training?.duration_seconds)],
    [text.engine, engine.length === 0 ? undefined : escapeMarkdown(engine.join(', '))]
  ])
}

/** Undefined where nothing is paid for. */
function costText(cost: TrainingRecord['cost'], text: ReportTexts): string | undefined {
  if (cost === undefined) return undefined
  const { worst_case_usd: worst, billed_usd: billed } = cost
  return billed === undefined ? text.unbilled(usdText(worst)) : text.billed(usdText(billed), usdText(worst))
}

function datasetSection({ request, training, evaluation }: RecordedRun, text: ReportTexts): string {
  const features = training?.dataset.features ?? []
  const shown = features.slice(0, 30).map(code).join(' ') + (features.length > 30 ? ' …' : '')
  return facts([
    [text.dataset, code(request.request.dataset_id)],
    [
      text.trainRows,
      training?.dataset.train_rows == null ? undefined : formatNumber(training.dataset.train_rows)
    ],
    [text.testRows, evaluation === undefined ? undefined : formatNumber(evaluation.rows)],
    [text.target, training?.dataset.target == null ? undefined : code(training.dataset.target)],
    [text.features, features.length === 0 ? undefined : `${features.length}: ${shown}`],
    [text.digest, training?.dataset.sha256 == null ? undefined : code(training.dataset.sha256)]
  ])
}

function hyperparametersSection({ request, training }: RecordedRun, text: ReportTexts): string {
  const used = Object.entries(training?.hyperparameters ?? request.request.hyperparameters ?? {})
  if (used.length === 0) return text.defaults
  const rows = used.slice(0, 100).map(([name, value]) => [code(name), code(JSON.stringify(value))])
  return table([text.name, text.value], rows)
}

function modelSection({ request, training, version }: RecordedRun, text: ReportTexts): string {
  const artifact = training?.model_artifact
  const known: Row[] = [
    [text.model, code(request.model_id)],
    [text.version, version === undefined ? undefined : code(version.version)],
    [text.stage, version === undefined ? undefined : code(version.stage)],
    [
      text.artifact,
      artifact == null ? undefined : `${code(artifact.uri)} (${formatNumber(artifact.size_bytes)} B)`
    ],
    ['SHA-256', artifact == null ? undefined : code(artifact.sha256)]
  ]
  return version === undefined ? `${facts(known)}\n\n${text.notRegistered}` : facts(known)
}
