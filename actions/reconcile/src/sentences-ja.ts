import { training } from '../../../shared/src/domain/text/ja/training.js'

/** What `reconcile` alone says. */
export const ownSentences: readonly (readonly [english: string, japanese: string])[] = [
  [
    'There is no store "{}" here, so no run and no training job is looked after. Set the input store to the place of the runs, in the example workflow by the variable MLOPS_STORE; a directory is to be restored before this step.',
    'ここにストア「{0}」がないため、実行も学習ジョブも管理されていません。入力 store に実行の保存先を指定してください(ワークフロー例では変数 MLOPS_STORE)。ディレクトリの場合は、このステップの前に復元してください。'
  ],
  [
    'There is more to be done than one pass does; the next one goes on.',
    '1 回で処理できる量を超えています。続きは次回に行います。'
  ],
  [
    '{} runs have no decision; the newest {} of them were looked at.',
    '判定のない実行が {0} 件あり、新しいものから {1} 件を確認しました。'
  ],
  ['The run {}', '実行 {0}'],
  ['The training job {}', '学習ジョブ {0}'],
  ['The place {}', '枠 {0}'],
  ['The schedule of {}', '{0} のスケジュール'],
  ['The training jobs cannot be listed', '学習ジョブの一覧を取得できません'],
  ['The end of stopped training jobs cannot be awaited', '停止した学習ジョブの終了を待てません'],
  ['The places for training jobs cannot be read', '学習ジョブの枠を読み取れません'],
  ['The schedules cannot be checked', 'スケジュールを確認できません'],
  [
    'The run {} completed, and three workflows were told to carry it on and left no decision; evaluate-gate with this training-id shows why.',
    '実行 {0} は完了し、3 つのワークフローに引き継がれましたが、判定が残されていません。この training-id で evaluate-gate を実行すると原因が分かります。'
  ],
  [
    'The run {} ended, and three workflows were told to record it: its entry in the history, or the comment on its issue, still fails; record-history with this training-id shows why.',
    '実行 {0} は終了し、3 つのワークフローに記録が任されましたが、履歴への記録または Issue へのコメントに失敗しています。この training-id で record-history を実行すると原因が分かります。'
  ],
  ['The run {} looks dead: {}.', '実行 {0} は止まっているようです: {1}。'],
  [
    'it has been silent for {}, and its workflow run still runs',
    '{0} 応答がなく、そのワークフロー実行はまだ動いています'
  ],
  ['it has been silent for {}, and {}', '{0} 応答がなく、{1}'],
  ['its workflow run still runs', 'そのワークフロー実行はまだ動いています'],
  ['its workflow run cannot be looked at', 'そのワークフロー実行の状態を確認できません'],
  [
    'Without github-token the schedules cannot be checked.',
    'github-token がないため、スケジュールを確認できません。'
  ],
  [
    'GitHub has switched the schedule of {} off, because the repository was quiet for 60 days: press "Enable workflow" on its Actions page.',
    'リポジトリに 60 日間動きがなかったため、GitHub が {0} のスケジュールを無効にしました。Actions のページで「Enable workflow」を押してください。'
  ],
  [
    'The schedule "{}" of {} has missed two starts: {}.',
    '{1} のスケジュール「{0}」が 2 回続けて開始されませんでした: {2}。'
  ],
  ['it never did', '一度も開始されていません'],
  ['the last start was {}Z', '最後の開始は {0}Z です'],
  [
    'The place {} is held until {} by {}, of which the store has no record.',
    '枠 {0} は {1} まで {2} が使用していますが、ストアにその記録がありません。'
  ],
  [
    'The run {}: its training job {} has ended, and could not be settled.',
    '実行 {0}: 学習ジョブ {1} は終了しましたが、結果を確定できませんでした。'
  ],
  ['The job is {}.', 'ジョブの状態: {0}。'],
  ['Whether workflow runs are over is not known: {}', 'ワークフロー実行が終わったかどうか分かりません: {0}'],
  [
    'Without github-token nobody can say whether a workflow run is over: the silence of a run alone decides.',
    'github-token がないため、ワークフロー実行が終わったかどうか分かりません。実行の応答の有無だけで判断します。'
  ],
  [
    'Without GITHUB_REPOSITORY nobody can say which training jobs are ours; none was looked for.',
    'GITHUB_REPOSITORY がないため、どの学習ジョブがこのリポジトリのものか分からず、確認していません。'
  ],
  ['the store has no record of its run', 'ストアにその実行の記録がありません'],
  ['its run names {}', 'その実行の記録にあるのは {0} です'],
  ['no job', 'なし'],
  ['its run is {}', 'その実行の状態は {0} です'],
  ['it was asked to stop', '停止が依頼されました'],
  ['its run is silent, and nobody follows it', '実行から応答がなく、見守る者がいません'],
  [
    'Nobody followed the training job any more; it was stopped.',
    '学習ジョブを見守る者がいなくなったため、停止しました。'
  ],
  ['The runner died before it left a model.', 'モデルを残す前にランナーが停止しました。'],
  ['SageMaker has no such training job.', 'SageMaker にその学習ジョブがありません。'],
  [
    'Its training job was lost to the service, and three workflows that were told to ask for the next one did not.',
    '学習ジョブがサービス側の理由で失われ、次のジョブを任された 3 つのワークフローがいずれも作成しませんでした。'
  ]
]

/** Everything that `reconcile` says in Japanese. */
export const sentences = [...training, ...ownSentences]
