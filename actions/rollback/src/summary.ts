import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, facts } from '../../../shared/src/action/markdown.js'
import { resultText } from '../../../shared/src/action/result-text.js'
import type { RollbackDecision, RollbackOutcome } from './outcome.js'

const ICONS: Readonly<Record<RollbackDecision, string>> = {
  'rolled-back': '↩️',
  'nothing-to-do': 'ℹ️',
  refused: '🚫'
}

interface Texts {
  readonly title: string
  readonly decisions: Readonly<Record<RollbackDecision, string>>
  readonly released: string
  readonly production: string
  readonly quarantined: string
  readonly outOfQuarantine: string
  readonly reason: string
  readonly verified: string
  readonly files: (count: number) => string
  readonly next: string
  readonly nextStep: string
  readonly reasonCode: string
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Rollback',
    decisions: { 'rolled-back': 'rolled back', 'nothing-to-do': 'nothing to do', refused: 'refused' },
    released: 'released',
    production: 'In production',
    quarantined: 'In quarantine',
    outOfQuarantine: 'Out of quarantine',
    reason: 'Reason',
    verified: 'Verified by digest',
    files: count => (count === 1 ? '1 file' : `${count} files`),
    next: 'Next',
    nextStep: 'edge-export brings the restored version to the devices, with a new and higher counter.',
    reasonCode: 'Reason code'
  },
  ja: {
    title: 'ロールバック',
    decisions: { 'rolled-back': '切り戻し済み', 'nothing-to-do': '変更なし', refused: '拒否' },
    released: '隔離解除',
    production: '本番',
    quarantined: '隔離',
    outOfQuarantine: '隔離を解除',
    reason: '理由',
    verified: 'ダイジェスト検証',
    files: count => `${count} ファイル`,
    next: '次の手順',
    nextStep: 'edge-export が、復元したバージョンを新しく大きいカウンターで端末に届けます。',
    reasonCode: '理由コード'
  }
}

/** The job summary: verdict, what is in production, what is in quarantine and why. */
export function toSummary(outcome: RollbackOutcome, language: Language): string {
  const text = texts[language]
  const { from, to, released, reason, verifiedFiles, decision } = outcome
  const shown = (value: string | undefined) => (value === undefined ? undefined : code(value))
  const list = facts([
    [text.production, shown(to)],
    [text.quarantined, shown(from)],
    [
      text.outOfQuarantine,
      released === undefined ? undefined : `${code(released.version)} (${released.stage})`
    ],
    [text.reason, reason === undefined ? undefined : escapeMarkdown(reason)],
    [text.verified, verifiedFiles === undefined ? undefined : text.files(verifiedFiles)],
    [text.next, verifiedFiles === undefined ? undefined : text.nextStep]
  ])
  const verdict = released === undefined ? text.decisions[decision] : text.released
  return [
    `## ${ICONS[decision]} ${text.title}: ${code(outcome.modelId)} ${verdict}`,
    escapeMarkdown(resultText(outcome.message, language)),
    ...(list === '' ? [] : [list]),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ].join('\n\n')
}
