import { code, escapeMarkdown, facts, formatNumber, table } from '../../../shared/src/action/markdown.js'
import type { ModelManifest } from '../../../shared/src/domain/records/model-manifest.js'
import type { ModelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import type { RunRecords } from './run-records.js'

/** The model card: what the model is for, what it was made from, how well it does, what it must not be trusted with. */
export function modelCard(
  metadata: ModelMetadata,
  records: RunRecords,
  manifest: ModelManifest | undefined
): string {
  return `${[
    `# ${escapeMarkdown(metadata.model_id)} ${metadata.version}`,
    origin(metadata, records),
    measured(metadata, records),
    interfaceOf(records, manifest),
    importance(manifest),
    limits(records)
  ]
    .filter(part => part !== '')
    .join('\n\n')}\n`
}

function origin(metadata: ModelMetadata, records: RunRecords): string {
  const engine = Object.entries(metadata.engine).map(([name, version]) => `${name} ${version}`)
  const rows: [string, string][] = [
    ['Task', code(metadata.task)],
    ['Algorithm', code(metadata.algorithm)],
    ['Training run', code(metadata.training_id)],
    ['Data set', code(metadata.dataset.dataset_id)],
    ['Data SHA-256', code(metadata.dataset.sha256 ?? 'unknown')],
    [
      'Training rows',
      records.training.dataset.train_rows === null
        ? 'unknown'
        : formatNumber(records.training.dataset.train_rows)
    ],
    ['Test rows', formatNumber(records.evaluation?.rows ?? null)],
    ['Seed', String(records.training.seed)],
    ['Engine', escapeMarkdown(engine.join(', '))],
    ['Created', metadata.created_at],
    ['Follows', metadata.parent_version ?? 'the first version']
  ]
  return facts(rows)
}

function measured(metadata: ModelMetadata, records: RunRecords): string {
  const undefinedReasons = new Map(Object.entries(records.evaluation?.undefined ?? {}))
  const rows = Object.entries(metadata.metrics).map(([name, value]) => [
    code(name),
    value === null
      ? `undefined: ${escapeMarkdown(undefinedReasons.get(name) ?? 'no reason given')}`
      : formatNumber(value)
  ])
  return `## Measured on the test data\n\n${table(['Metric', 'Value'], rows, [1])}`
}

function interfaceOf(records: RunRecords, manifest: ModelManifest | undefined): string {
  if (manifest === undefined) return ''
  const rows = manifest.features.map((feature, index) => [
    String(index + 1),
    code(feature.name),
    feature.kind
  ])
  const classes =
    manifest.classes === null
      ? ''
      : `\n\nClasses, in the order of the probabilities: ${manifest.classes.map(code).join(' ')}`
  return `## Input\n\nTarget: ${code(manifest.target)}. Missing values: \`${manifest.preprocessing.missing}\`.\n\n${table(['', 'Feature', 'Kind'], rows, [0])}${classes}`
}

function importance(manifest: ModelManifest | undefined): string {
  const known = (manifest?.importance ?? []).filter(entry => (entry.value ?? 0) > 0).slice(0, 20)
  if (known.length === 0) return ''
  const rows = known.map(entry => [code(entry.feature), formatNumber(entry.value)])
  return `## What the model looks at\n\n${table(['Feature', 'Share'], rows, [1])}`
}

function limits(records: RunRecords): string {
  const rules = (records.decision?.rules ?? []).map(
    rule => `- ${code(rule.expression)}: ${escapeMarkdown(rule.reason)}`
  )
  const gate = rules.length === 0 ? 'No gate was asked for.' : `The version passed:\n\n${rules.join('\n')}`
  return `## Limits\n\n${gate}\n\nThe numbers hold for data like the test data of this data set, and for nothing else. Whether the data are still like that is what \`drift-check\` watches.`
}
