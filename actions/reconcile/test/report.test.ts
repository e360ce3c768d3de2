import { describe, expect, test } from '@jest/globals'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import type { ReconcileOutcome } from '../src/outcome.js'
import { toReport } from '../src/report.js'

const [carriedOn, ended, billed, freed, lost, later] = [1, 2, 3, 4, 5, 6].map(trainingIdOf) as [
  string,
  string,
  string,
  string,
  string,
  string
]
const orphaned = { status: 'stopped', reasonCode: 'orphaned' } as const
const orphan = { name: 'mlops-churn-20250110-093000-1a2b3c4d', trainingId: ended, why: 'its run is failed' }

const quiet: ReconcileOutcome = {
  decision: 'clean',
  reasonCode: 'nothing-to-do',
  message: '3 runs looked at.',
  dryRun: false,
  resumed: [],
  restart: [],
  ended: [],
  stopped: [],
  billed: [],
  freed: [],
  warnings: [],
  looked: 3
}
const busy: ReconcileOutcome = {
  ...quiet,
  decision: 'acted',
  reasonCode: 'put-in-order',
  message: 'Much was done.',
  resumed: [carriedOn],
  restart: [lost],
  ended: [
    { ...orphaned, trainingId: ended, message: 'a | b <i> @everyone', handedOver: true },
    { ...orphaned, trainingId: later, message: '', handedOver: false }
  ],
  stopped: [orphan],
  billed: [billed],
  freed: [freed],
  warnings: ['Look at <b>this</b> | #1.']
}

describe('the report', () => {
  test('has lists of ids in the outputs, and everything in the result', () => {
    const report = toReport(busy, 'en')
    expect(report).toMatchObject({
      decision: 'acted',
      reasonCode: 'put-in-order',
      headline: 'Much was done.',
      warnings: busy.warnings
    })
    expect(report.outputs).toEqual({
      resumed: JSON.stringify([carriedOn]),
      restart: JSON.stringify([lost]),
      ended: JSON.stringify([ended]),
      stopped: JSON.stringify([orphan.name]),
      warnings: JSON.stringify(busy.warnings)
    })
    expect(report.result).toEqual({
      dry_run: false,
      resumed: [carriedOn],
      restart: [lost],
      ended: [ended, later].map(id => ({ training_id: id, status: 'stopped', reason_code: 'orphaned' })),
      stopped: [{ job_name: orphan.name, training_id: ended, why: 'its run is failed' }],
      billed: [billed],
      freed: [freed],
      warnings: busy.warnings
    })
  })

  test('of a pass that found nothing has empty lists', () => {
    const { outputs, summary } = toReport(quiet, 'en')
    expect(outputs).toEqual({ resumed: '[]', restart: '[]', ended: '[]', stopped: '[]', warnings: '[]' })
    expect(summary).toBe(
      [
        '## ✅ Housekeeping: everything is in order',
        '3 runs without a decision were looked at.',
        '<sub>Reason code `nothing-to-do`</sub>'
      ].join('\n\n')
    )
  })
})

describe('the summary', () => {
  test.each([
    [
      'en',
      '## 🧹 Housekeeping: put in order',
      [
        '| Run | What became of it |',
        `| \`${carriedOn}\` | completed; carried on to its gate |`,
        `| \`${lost}\` | its job was lost to the service; the next one is asked for |`,
        `| \`${billed}\` | its bill was written |`,
        `| \`${freed}\` | its place for a training job was given back |`,
        '| Training job | Why it was stopped |',
        `| \`${orphan.name}\` | its run is failed |`,
        '### To look at'
      ]
    ],
    [
      'ja',
      '## 🧹 定期整理: 整理済み',
      [
        '| 実行 | 結果 |',
        `| \`${carriedOn}\` | 完了、ゲート評価へ続行 |`,
        `| \`${lost}\` | ジョブがサービス側の理由で失われたため、次のジョブを作成 |`,
        `| \`${billed}\` | 請求を記録 |`,
        `| \`${freed}\` | 学習ジョブの枠を返却 |`,
        '| 学習ジョブ | 停止の理由 |',
        `| \`${orphan.name}\` | その実行の状態は failed です |`,
        '### 確認が必要'
      ]
    ]
  ] as const)('says in %s what became of every run and job', (language, title, lines) => {
    const { summary } = toReport(busy, language)
    expect(summary.split('\n')[0]).toBe(title)
    expect(summary.split('\n')).toEqual(expect.arrayContaining([...lines]))
  })

  test('says in Japanese why a run ended and what is to be looked at, but not what others say', () => {
    const lost = { trainingId: ended, status: 'failed', reasonCode: 'runner-lost', handedOver: true } as const
    const message = 'The runner died before it left a model.'
    const warnings = [
      `The run ${later} looks dead: it has been silent for 20 min, and its workflow run still runs.`,
      'The schedules cannot be checked: Resource not accessible by integration.'
    ]
    const report = toReport({ ...busy, ended: [{ ...lost, message }], warnings }, 'ja')
    const lines = report.summary.split('\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        `| \`${ended}\` | failed (\`runner-lost\`) モデルを残す前にランナーが停止しました。 |`,
        `- 実行 ${later} は止まっているようです: 20 min 応答がなく、そのワークフロー実行はまだ動いています。`,
        '- スケジュールを確認できません: Resource not accessible by integration.'
      ])
    )
    // The log and its annotations are English.
    expect(report.warnings).toEqual(warnings)
  })

  test('shows messages and warnings as text that does nothing', () => {
    const lines = toReport(busy, 'en').summary.split('\n')
    expect(lines).toContain(`| \`${ended}\` | stopped (\`orphaned\`) a \\| b &lt;i&gt; @\u200beveryone |`)
    expect(lines).toContain('- Look at &lt;b&gt;this&lt;/b&gt; \\| #\u200b1.')
  })

  test.each([
    ['en', ' (dry run, nothing was changed)', '✅', '⚠️'],
    ['ja', ' (ドライラン（変更なし）)', '✅', '⚠️']
  ] as const)('in %s tells a dry run and a mere warning apart', (language, dryRun, fine, warned) => {
    const title = (outcome: ReconcileOutcome) => toReport(outcome, language).summary.split('\n')[0] ?? ''
    expect(title({ ...busy, dryRun: true }).endsWith(dryRun)).toBe(true)
    expect(title(busy)).not.toContain(dryRun)
    expect(title(quiet)).toContain(fine)
    expect(title({ ...quiet, warnings: ['x'] })).toContain(warned)
    // Two different claims: all is well, and somebody should look.
    expect(title({ ...quiet, warnings: ['x'] }).replace(warned, fine)).not.toBe(title(quiet))
  })

  test.each([
    ['en', 50, undefined],
    ['en', 53, 'and 3 more'],
    ['ja', 53, 'ほか 3 件']
  ] as const)('in %s of %i runs shows fifty', (language, count, rest) => {
    const resumed = Array.from({ length: count }, (_, index) => trainingIdOf(index))
    const { summary } = toReport(
      { ...busy, resumed, restart: [], ended: [], billed: [], freed: [] },
      language
    )
    expect(summary.match(/^\| `train-/gm)).toHaveLength(50)
    if (rest === undefined) expect(summary).not.toContain('more')
    else expect(summary.split('\n')).toContain(rest)
  })
})
