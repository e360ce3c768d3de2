import type { Language } from '../../../shared/src/action/common-inputs.js'

/** Words of the report of a run. */
export interface ReportTexts {
  readonly title: string
  readonly sections: readonly [
    basic: string,
    dataset: string,
    hyperparameters: string,
    evaluation: string,
    model: string,
    status: string
  ]
  readonly run: string
  readonly attempt: string
  readonly requestedBy: string
  readonly requestedAt: string
  readonly rerunOf: string
  readonly reason: string
  readonly driftReport: string
  readonly task: string
  readonly algorithm: string
  readonly backend: string
  readonly job: string
  /** Head of what was billed, or may be. */
  readonly cost: string
  /** Amounts with their currency. */
  readonly billed: (billed: string, worst: string) => string
  readonly unbilled: (worst: string) => string
  readonly duration: string
  readonly engine: string
  readonly dataset: string
  readonly trainRows: string
  readonly testRows: string
  readonly target: string
  readonly features: string
  readonly digest: string
  readonly name: string
  readonly value: string
  readonly metric: string
  readonly rule: string
  readonly result: string
  readonly defaults: string
  readonly notEvaluated: string
  readonly notRegistered: string
  readonly model: string
  readonly version: string
  readonly stage: string
  readonly artifact: string
  readonly champion: string
  readonly passed: string
  readonly rejected: string
  readonly inconclusive: string
  readonly trainingFailed: string
  readonly trainingStopped: string
  readonly running: string
  readonly notTrained: string
  readonly trained: string
  readonly attemptsLeft: string
  readonly howToRetry: string
}

export const reportTexts: Readonly<Record<Language, ReportTexts>> = {
  en: {
    title: 'Training report',
    sections: ['Basic information', 'Dataset', 'Hyperparameters', 'Evaluation', 'Model', 'Status'],
    run: 'Training run',
    attempt: 'Attempt',
    requestedBy: 'Requested by',
    requestedAt: 'Requested at',
    rerunOf: 'Runs again',
    reason: 'Why',
    driftReport: 'Drift report',
    task: 'Task',
    algorithm: 'Algorithm',
    backend: 'Backend',
    job: 'Training job',
    cost: 'Cost',
    billed: (billed, worst) => `billed ${billed} of at most ${worst}`,
    unbilled: worst => `at most ${worst}`,
    duration: 'Duration',
    engine: 'Engine',
    dataset: 'Data set',
    trainRows: 'Training rows',
    testRows: 'Test rows',
    target: 'Target',
    features: 'Features',
    digest: 'SHA-256 of the training data',
    name: 'Name',
    value: 'Value',
    metric: 'Metric',
    rule: 'Rule',
    result: 'Result',
    defaults: 'All values are the defaults of the library.',
    notEvaluated: 'Not evaluated.',
    notRegistered: 'Not registered.',
    model: 'Model',
    version: 'Version',
    stage: 'Stage',
    artifact: 'Artifact',
    champion: 'Champion',
    passed: 'The gate passed.',
    rejected: 'The gate rejected the model.',
    inconclusive: 'The gate is undecided: too few rows to tell.',
    trainingFailed: 'The training failed.',
    trainingStopped: 'The training was stopped.',
    running: 'The training is running.',
    notTrained: 'The training was not started.',
    trained: 'Trained, not evaluated.',
    attemptsLeft: 'Attempts left',
    howToRetry: 'Comment to try again, with what should change:'
  },
  ja: {
    title: '学習レポート',
    sections: ['基本情報', 'データセット', 'ハイパーパラメータ', '評価結果', 'モデル情報', 'ステータス'],
    run: '学習ID',
    attempt: '試行',
    requestedBy: '依頼者',
    requestedAt: '依頼日時',
    rerunOf: '再実行の元',
    reason: '理由',
    driftReport: 'ドリフトレポート',
    task: 'タスク',
    algorithm: 'アルゴリズム',
    backend: '実行先',
    job: '学習ジョブ',
    cost: '費用',
    billed: (billed, worst) => `請求額 ${billed}（上限 ${worst}）`,
    unbilled: worst => `上限 ${worst}`,
    duration: '所要時間',
    engine: '実行環境',
    dataset: 'データセット',
    trainRows: '学習行数',
    testRows: '評価行数',
    target: '目的変数',
    features: '特徴量',
    digest: '学習データの SHA-256',
    name: '名前',
    value: '値',
    metric: '指標',
    rule: '条件',
    result: '結果',
    defaults: 'すべてライブラリの既定値です。',
    notEvaluated: '未評価です。',
    notRegistered: '未登録です。',
    model: 'モデル',
    version: 'バージョン',
    stage: 'ステージ',
    artifact: '成果物',
    champion: '現行モデル',
    passed: '合格しました。',
    rejected: '不合格です。',
    inconclusive: '判定できません（行数が不足しています）。',
    trainingFailed: '学習に失敗しました。',
    trainingStopped: '学習は停止されました。',
    running: '学習中です。',
    notTrained: '学習は開始されていません。',
    trained: '学習済み・未評価です。',
    attemptsLeft: '残り試行回数',
    howToRetry: '変更点を添えてコメントすると再試行できます:'
  }
}
