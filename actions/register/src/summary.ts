import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, facts, formatNumber, table } from '../../../shared/src/action/markdown.js'
import { resultText } from '../../../shared/src/action/result-text.js'
import type { StoredBaseline } from './baseline.js'
import type { RegisterDecision, RegisterOutcome } from './outcome.js'

const ICONS: Readonly<Record<RegisterDecision, string>> = {
  registered: '✅',
  'pending-approval': '⏳',
  promoted: '✅',
  'already-registered': 'ℹ️',
  rejected: '❌',
  refused: '🚫'
}

interface Texts {
  readonly title: string
  readonly decisions: Readonly<Record<RegisterDecision, string>>
  readonly version: string
  readonly stage: string
  readonly previous: string
  readonly why: string
  readonly place: string
  readonly pruned: string
  readonly baseline: string
  readonly baselineRows: (rows: string) => string
  readonly noBaseline: (why: string) => string
  readonly metric: string
  readonly value: string
  readonly reasonCode: string
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Registry',
    decisions: {
      registered: 'registered',
      'pending-approval': 'waiting for approval',
      promoted: 'promoted',
      'already-registered': 'already registered',
      rejected: 'rejected',
      refused: 'refused'
    },
    version: 'Version',
    stage: 'Stage',
    previous: 'In production before',
    why: 'Why this number',
    place: 'Model',
    pruned: 'Removed by retention',
    baseline: 'Drift baseline',
    baselineRows: rows => `${rows} training rows`,
    noBaseline: why => `none: ${why}`,
    metric: 'Metric',
    value: 'Value',
    reasonCode: 'Reason code'
  },
  ja: {
    title: 'モデル登録',
    decisions: {
      registered: '登録済み',
      'pending-approval': '承認待ち',
      promoted: '本番へ昇格',
      'already-registered': '既に登録済み',
      rejected: '却下',
      refused: '拒否'
    },
    version: 'バージョン',
    stage: 'ステージ',
    previous: '以前の本番',
    why: '番号の理由',
    place: 'モデル',
    pruned: '保持期限により削除',
    baseline: 'ドリフト基準',
    baselineRows: rows => `訓練データ ${rows} 行`,
    noBaseline: why => `なし: ${why}`,
    metric: '指標',
    value: '値',
    reasonCode: '理由コード'
  }
}

/** The job summary: verdict, version and stage, metrics. */
export function toSummary(outcome: RegisterOutcome, language: Language): string {
  const text = texts[language]
  const known: [string, string | undefined][] = [
    [text.version, outcome.version],
    [text.stage, outcome.stage],
    [text.previous, outcome.previousProduction],
    [text.why, outcome.versionReason],
    [text.place, outcome.modelUri],
    [text.pruned, outcome.pruned.length === 0 ? undefined : outcome.pruned.join(', ')]
  ]
  const list = facts([
    ...known.map(([name, value]): [string, string | undefined] => [
      name,
      value === undefined ? value : code(value)
    ]),
    [text.baseline, outcome.baseline === undefined ? undefined : baselineText(outcome.baseline, text)]
  ])
  const metrics = Object.entries(outcome.metrics)
    .slice(0, 12)
    .map(([name, value]) => [code(name), formatNumber(value)])
  return [
    `## ${ICONS[outcome.decision]} ${text.title}: ${code(outcome.modelId)} ${outcome.version ?? ''} ${text.decisions[outcome.decision]}`,
    escapeMarkdown(resultText(outcome.message, language)),
    ...(list === '' ? [] : [list]),
    ...(metrics.length === 0 ? [] : [table([text.metric, text.value], metrics, [1])]),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ].join('\n\n')
}

function baselineText(baseline: StoredBaseline, text: Texts): string {
  return 'rows' in baseline
    ? text.baselineRows(formatNumber(baseline.rows))
    : text.noBaseline(escapeMarkdown(baseline.why))
}
