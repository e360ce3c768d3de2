import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { TrainDecision } from './outcome.js'

/** Texts of the summary of `train`. */
export interface TrainMessages {
  readonly title: string
  readonly decisions: Readonly<Record<TrainDecision, string>>
  readonly fix: string
  readonly reasonCode: string
  readonly algorithm: string
  readonly dataset: string
  readonly rows: string
  readonly target: string
  readonly features: string
  readonly duration: string
  readonly engine: string
  readonly artifact: string
  readonly job: string
  readonly worstCase: string
  readonly billed: string
  readonly reported: string
  readonly metric: string
  readonly value: string
  readonly notTheGate: string
}

export const messages: Readonly<Record<Language, TrainMessages>> = {
  en: {
    title: 'Training',
    decisions: {
      completed: 'completed',
      submitted: 'still running',
      failed: 'failed',
      stopped: 'stopped',
      refused: 'refused'
    },
    fix: 'What to do',
    reasonCode: 'Reason code',
    algorithm: 'Algorithm',
    dataset: 'Data set',
    rows: 'Training rows',
    target: 'Target',
    features: 'Features',
    duration: 'Duration',
    engine: 'Engine',
    artifact: 'Model artifact',
    job: 'Training job',
    worstCase: 'Cost at most',
    billed: 'Billed, about',
    reported: 'What the training reports about itself',
    metric: 'Metric',
    value: 'Value',
    notTheGate: 'These numbers come from the training data. The gate measures on the test data.'
  },
  ja: {
    title: '学習',
    decisions: { completed: '完了', submitted: '実行中', failed: '失敗', stopped: '停止', refused: '拒否' },
    fix: '対処方法',
    reasonCode: '理由コード',
    algorithm: 'アルゴリズム',
    dataset: 'データセット',
    rows: '学習行数',
    target: '目的変数',
    features: '特徴量',
    duration: '所要時間',
    engine: '実行環境',
    artifact: 'モデル成果物',
    job: '学習ジョブ',
    worstCase: '費用の上限',
    billed: '請求額(概算)',
    reported: '学習側の指標',
    metric: '指標',
    value: '値',
    notTheGate: 'これらは学習データ上の値です。合否判定は評価データで行います。'
  }
}
