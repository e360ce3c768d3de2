import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, details, escapeMarkdown, facts } from '../../../shared/src/action/markdown.js'
import type { HistoryDecision, HistoryOutcome } from './outcome.js'

const ICONS: Readonly<Record<HistoryDecision, string>> = {
  recorded: '✅',
  'already-recorded': 'ℹ️',
  verified: '✅',
  broken: '❌'
}

const texts = {
  en: {
    title: 'Training history',
    decisions: {
      recorded: 'recorded',
      'already-recorded': 'already recorded',
      verified: 'intact',
      broken: 'broken'
    },
    entry: 'Entry',
    commit: 'Commit',
    comment: 'Comment',
    report: 'The report',
    reasonCode: 'Reason code'
  },
  ja: {
    title: '学習履歴',
    decisions: {
      recorded: '記録済み',
      'already-recorded': '既に記録済み',
      verified: '改ざんなし',
      broken: '改ざんあり'
    },
    entry: '記録',
    commit: 'コミット',
    comment: 'コメント',
    report: 'レポート',
    reasonCode: '理由コード'
  }
} as const satisfies Record<Language, unknown>

/** The job summary: verdict, where the entry is, the report folded. */
export function toSummary(outcome: HistoryOutcome, language: Language): string {
  const text = texts[language]
  const places: [string, string | undefined][] = [
    [text.entry, outcome.entry],
    ['SHA-256', outcome.entrySha256],
    [text.commit, outcome.commit],
    [text.comment, outcome.commentUrl]
  ]
  const list = facts(places.map(([name, value]) => [name, value === undefined ? value : code(value)]))
  return [
    `## ${ICONS[outcome.decision]} ${text.title}: ${text.decisions[outcome.decision]}`,
    escapeMarkdown(outcome.message),
    ...(list === '' ? [] : [list]),
    ...(outcome.report === undefined ? [] : [details(text.report, outcome.report)]),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ].join('\n\n')
}
