import type { ParseIssueMessages } from './messages.js'

export const ja: ParseIssueMessages = {
  title: '学習リクエスト',
  decisions: {
    accepted: '受け付けました',
    invalid: '修正が必要です',
    unauthorized: '権限がありません',
    ignored: '対象外です',
    exhausted: '再試行の上限に達しました'
  },
  invalidIntro: '何も開始していません。次の箇所を修正してください。',
  invalidOutro: 'Issue を編集し、ラベルを付け直してください。このコメントは更新されます。',
  hint: 'ヒント',
  unauthorized:
    '何も開始していません。必要な権限を持つ人がラベルを付け直すか、`/mlops approve` と書いてください。承認は現在の内容にのみ有効です。',
  exhausted: '初回と再試行をすべて使い切りました。ポリシーの範囲内で `max_retry` を増やすと再試行できます。',
  accepted: ({ trainingId, attempt }) => `実行 ${trainingId}(${attempt} 回目)を開始します。`,
  request: 'リクエスト',
  model: 'モデル',
  algorithm: 'アルゴリズム',
  dataset: 'データセット',
  again: '再実行の元',
  issue: 'Issue',
  reason: '理由',
  report: 'ドリフトレポート',
  run: '実行',
  attempt: '試行',
  status: '学習',
  gate: '合否判定',
  statusTitle: '状況',
  noRuns: 'この Issue ではまだ学習していません。',
  awaiting: '`/mlops approve` を待っているリクエストがあります。',
  helpTitle: 'コマンド一覧',
  command: 'コマンド',
  effect: '内容',
  help: {
    retrain: '直前のリクエストで再学習します。コメント内の `yaml` ブロックで一部を変更できます。',
    approve: '承認待ちのリクエストを開始するか、候補バージョンを本番にします。',
    reject: '承認待ちのリクエスト、または候補バージョンを却下します。',
    rollback: '以前のバージョンを本番に戻し、現在のものを隔離します。',
    cancel: '実行中の学習を停止します。',
    status: 'この Issue の実行を表示します。',
    help: 'この一覧を表示します。'
  },
  reasonCode: '理由コード'
}
