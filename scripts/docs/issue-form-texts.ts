/** What an issue form says in a language. */
export interface FormTexts {
  /** Everything up to the first question. */
  readonly head: string
  readonly descriptions: Readonly<
    Record<
      | 'algorithm'
      | 'dataset_id'
      | 'target'
      | 'task'
      | 'features'
      | 'hyperparameters'
      | 'evaluation_threshold'
      | 'gate'
      | 'max_retry',
      string
    >
  >
}

export const en: FormTexts = {
  head: `# Copy to .github/ISSUE_TEMPLATE/. The labels are the names of the request's fields, so that an issue can be read even where
# this file cannot be found, and beside train-model-ja.yml, which has the same ones.
name: Train a model
description: Ask for a training run; the result is reported here.
title: '[MLOps] Training request: '
labels: ['mlops:train']
body:
  - type: markdown
    attributes:
      value: |
        The part of the title after the colon becomes the model's name. Training starts when somebody who may start it
        opens this issue or adds the label \`mlops:train\`; a request of anybody else waits for \`/mlops approve\`.`,
  descriptions: {
    algorithm: 'linear_regression predicts numbers, logistic_regression classes, the others either.',
    dataset_id: 'The data set as it is called in the store.',
    target: 'The column to predict. Without an answer what dataset.json says, else the last column.',
    task: 'Without an answer what the algorithm implies, else classification.',
    features: 'The columns to learn from, separated by commas or one per line. Without an answer all others.',
    hyperparameters: 'One per line. Without an answer the defaults of the algorithm.',
    evaluation_threshold: 'What accuracy must reach, or what rmse must not exceed.',
    gate: 'Any other condition on the metrics of the test data.',
    max_retry: 'How often the training may be repeated after the first attempt.'
  }
}

export const ja: FormTexts = {
  head: `# .github/ISSUE_TEMPLATE/ にコピーしてください。ラベルはリクエストの項目名と同じです。このファイルが見つからない場合や、
# 同じラベルを持つ train-model.yml と並べて置いた場合でも、issue を読み取れるようにするためです。
name: モデルの学習
description: 学習を依頼します。結果はこの issue に報告されます。
title: '[MLOps] モデル学習リクエスト: '
labels: ['mlops:train']
body:
  - type: markdown
    attributes:
      value: |
        タイトルのコロンより後ろがモデルの名前になります(半角英数字)。学習を開始できる人がこの issue を作成するか、ラベル
        \`mlops:train\` を付けると学習が始まります。それ以外の人の依頼は \`/mlops approve\` を待ちます。`,
  descriptions: {
    algorithm:
      '学習アルゴリズム。linear_regression は回帰用、logistic_regression は分類用、ほかはどちらにも使えます。',
    dataset_id: 'ストアにあるデータセットの名前。',
    target: '予測する列(目的変数)。省略時は dataset.json の指定、なければ最後の列。',
    task: '学習の種類。省略時はアルゴリズムから決まり、決まらなければ classification(分類)。',
    features: '学習に使う列(特徴量)。コンマ区切り、または一行に一つ。省略時は目的変数以外のすべての列。',
    hyperparameters: 'ハイパーパラメータ。一行に一つ。省略時はアルゴリズムの既定値。',
    evaluation_threshold: '合格の基準。分類では accuracy がこの値以上、回帰では rmse がこの値以下。',
    gate: '評価データ上の指標に対するそのほかの条件。',
    max_retry: '最初の学習の後に再試行できる回数。'
  }
}
