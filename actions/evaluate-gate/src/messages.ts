import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { DecisionRecord } from '../../../shared/src/domain/records/decision.js'

/** Texts of the summary of `evaluate-gate`. */
export interface GateMessages {
  readonly title: string
  readonly decisions: Readonly<Record<DecisionRecord['decision'], string>>
  readonly rule: string
  readonly result: string
  readonly noGate: string
  readonly metric: string
  readonly value: string
  readonly champion: string
  readonly difference: string
  readonly interval: string
  readonly detectable: string
  readonly confusion: string
  readonly truth: string
  readonly slices: string
  readonly slice: string
  readonly rows: string
  readonly importance: string
  readonly allMetrics: string
  readonly attemptsLeft: (attempts: number) => string
  readonly reasonCode: string
  readonly testRows: (rows: string) => string
}

export const messages: Readonly<Record<Language, GateMessages>> = {
  en: {
    title: 'Gate',
    decisions: { pass: 'passed', reject: 'rejected', inconclusive: 'undecided' },
    rule: 'Rule',
    result: 'Result',
    noGate:
      'Nothing is required of this model. Write a `gate` or an `evaluation_threshold` into the request.',
    metric: 'Metric',
    value: 'Value',
    champion: 'Champion',
    difference: 'Better by',
    interval: 'Interval',
    detectable: 'These rows could show',
    confusion: 'Confusion matrix',
    truth: 'true \\ predicted',
    slices: 'Slices',
    slice: 'Slice',
    rows: 'Rows',
    importance: 'What the model looks at',
    allMetrics: 'All metrics',
    attemptsLeft: attempts => ` ${attempts} attempts left.`,
    reasonCode: 'Reason code',
    testRows: rows => `Measured on ${rows} rows of test data.`
  },
  ja: {
    title: '合否判定',
    decisions: { pass: '合格', reject: '不合格', inconclusive: '判定不能' },
    rule: '条件',
    result: '結果',
    noGate:
      'このモデルには条件がありません。リクエストに `gate` か `evaluation_threshold` を書いてください。',
    metric: '指標',
    value: '値',
    champion: '現行モデル',
    difference: '改善量',
    interval: '区間',
    detectable: '検出可能な差',
    confusion: '混同行列',
    truth: '正解 \\ 予測',
    slices: 'スライス',
    slice: 'スライス',
    rows: '行数',
    importance: '特徴量の重要度',
    allMetrics: 'すべての指標',
    attemptsLeft: attempts => `残り試行回数は ${attempts} 回です。`,
    reasonCode: '理由コード',
    testRows: rows => `評価データ ${rows} 行で測定しました。`
  }
}
