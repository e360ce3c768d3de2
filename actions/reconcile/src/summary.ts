import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, table } from '../../../shared/src/action/markdown.js'
import { speaker } from '../../../shared/src/action/speaker.js'
import type { ReconcileOutcome } from './outcome.js'
import { sentences } from './sentences-ja.js'

const MOST_ROWS = 50

const texts = {
  en: {
    title: 'Housekeeping',
    decisions: { clean: 'everything is in order', acted: 'put in order' },
    warned: 'nothing to be done, something to be looked at',
    dryRun: 'dry run, nothing was changed',
    counts: (looked: number) =>
      `${looked === 1 ? '1 run' : `${looked} runs`} without a decision ${looked === 1 ? 'was' : 'were'} looked at.`,
    run: 'Run',
    what: 'What became of it',
    job: 'Training job',
    why: 'Why it was stopped',
    resumed: 'completed; carried on to its gate',
    restart: 'its job was lost to the service; the next one is asked for',
    billed: 'its bill was written',
    freed: 'its place for a training job was given back',
    more: (count: number) => `and ${count} more`,
    warnings: 'To look at',
    reasonCode: 'Reason code'
  },
  ja: {
    title: '定期整理',
    decisions: { clean: '問題なし', acted: '整理済み' },
    warned: '処理なし、要確認あり',
    dryRun: 'ドライラン（変更なし）',
    counts: (looked: number) => `判定のない実行 ${looked} 件を確認しました。`,
    run: '実行',
    what: '結果',
    job: '学習ジョブ',
    why: '停止の理由',
    resumed: '完了、ゲート評価へ続行',
    restart: 'ジョブがサービス側の理由で失われたため、次のジョブを作成',
    billed: '請求を記録',
    freed: '学習ジョブの枠を返却',
    more: (count: number) => `ほか ${count} 件`,
    warnings: '確認が必要',
    reasonCode: '理由コード'
  }
} as const satisfies Record<Language, unknown>

/** The job summary: what became of which run, which jobs were stopped and why, and what somebody should look at. */
export function toSummary(outcome: ReconcileOutcome, language: Language): string {
  const text = texts[language]
  const speak = speaker(language, sentences)
  const said = (english: string) => escapeMarkdown(speak(english))
  const isWarned = outcome.decision === 'clean' && outcome.warnings.length > 0
  const icon = outcome.decision === 'acted' ? '🧹' : isWarned ? '⚠️' : '✅'
  const what = isWarned ? text.warned : text.decisions[outcome.decision]
  const dryRun = outcome.dryRun ? ` (${text.dryRun})` : ''
  return [
    `## ${icon} ${text.title}: ${what}${dryRun}`,
    text.counts(outcome.looked),
    ...shown(text, [text.run, text.what], runRows(outcome, text, said)),
    ...shown(
      text,
      [text.job, text.why],
      outcome.stopped.map(({ name, why }) => [code(name), said(why)])
    ),
    ...warningList(outcome.warnings.map(said), text),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ].join('\n\n')
}

type Texts = (typeof texts)[Language]

function runRows(outcome: ReconcileOutcome, text: Texts, said: (english: string) => string): string[][] {
  return [
    ...outcome.resumed.map(id => [code(id), text.resumed]),
    ...outcome.restart.map(id => [code(id), text.restart]),
    ...outcome.ended.map(({ trainingId, status, reasonCode, message }) => [
      code(trainingId),
      `${status} (\`${reasonCode}\`) ${said(message)}`
    ]),
    ...outcome.billed.map(id => [code(id), text.billed]),
    ...outcome.freed.map(id => [code(id), text.freed])
  ]
}

function shown(text: Texts, headers: readonly string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return []
  const rest = rows.length > MOST_ROWS ? [text.more(rows.length - MOST_ROWS)] : []
  return [table(headers, rows.slice(0, MOST_ROWS)), ...rest]
}

function warningList(warnings: readonly string[], text: Texts): string[] {
  if (warnings.length === 0) return []
  return [`### ${text.warnings}`, warnings.map(warning => `- ${warning}`).join('\n')]
}
