import { japaneseCatalog } from '../../../shared/src/domain/text/ja/catalog.js'
import { inLanguage } from '../../../shared/src/domain/text/phrase.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'
import { sentences } from './sentences-ja.js'

const catalog = new Map([...japaneseCatalog(), ...sentences])

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
  commandOutro:
    '新しいコメントにコマンドを書いてください。編集したコメントは読み込まれません。このコメントは更新されます。',
  handedOn: '順番を待つことがあります。結果はこのコメントに表示されます。',
  policyBroken: 'ポリシーを使えません',
  policyIntro:
    '何も実行していません。リポジトリのポリシーに問題があり、修正されるまでリクエストもコマンドも受け付けません。',
  policyOutro: '既定のブランチで修正した後、ラベルを付け直すか、コマンドを書き直してください。',
  hint: 'ヒント',
  say: wording => inLanguage(wording, catalog),
  unauthorized:
    '何も開始していません。必要な権限を持つ人がラベルを付け直すか、`/mlops approve` と書いてください。承認は現在の内容にのみ有効です。',
  unauthorizedCommand: '何も実行していません。必要な権限を持つ人がコマンドを書いてください。',
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
  attemptsLeft: '残り試行回数',
  cost: 'これまでの費用',
  missed: '満たさなかった条件',
  missedRule: ({ expression, value, shortBy }) =>
    `${expression}: ${value ?? '未定義'}${shortBy === undefined ? '' : `(あと ${shortBy})`}`,
  changes: '変更点',
  noChanges: '前回のリクエストと同じ内容です。',
  field: '項目',
  before: '変更前',
  after: '変更後',
  helpTitle: 'コマンド一覧',
  command: 'コマンド',
  effect: '内容',
  help: {
    retrain:
      '直前のリクエストで再学習します。コメント内の `yaml` ブロックで一部を変更でき、`項目: null` でその項目を外せます。',
    approve: '承認待ちのリクエストを開始するか、候補バージョンを本番にします。',
    reject: '承認待ちのリクエスト、または候補バージョンを却下します。',
    rollback: '以前のバージョンを本番に戻し、現在のものを隔離します。',
    cancel: '実行中の学習を停止します。',
    status: 'この Issue の実行を表示します。',
    help: 'この一覧を表示します。'
  },
  reasonCode: '理由コード'
}
