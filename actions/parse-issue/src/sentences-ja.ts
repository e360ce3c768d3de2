/** What parse-issue says about events, commands and dispatched requests, beside what is wrong with a request. */
export const sentences: readonly (readonly [english: string, japanese: string])[] = [
  ['the request has a problem', 'リクエストに問題が 1 件あります'],
  ['the request has {} problems', 'リクエストに問題が {0} 件あります'],
  ['{} starts (attempt {} of {})', '{0} を開始します({2} 回中 {1} 回目)'],
  ['{} starts again (attempt {} of {})', '{0} を再び開始します({2} 回中 {1} 回目)'],
  [
    '{} is already the run of this event (attempt {} of {})',
    'このイベントの実行は既に {0} です({2} 回中 {1} 回目)'
  ],
  [
    'all {} attempts of issue {} are used up (max_retry: {})',
    'Issue {1} の {0} 回の試行をすべて使い切りました(max_retry: {2})'
  ],
  // Authority
  ['the permission of {} could not be read: {}', '{0} の権限を読み取れません: {1}'],
  ['{} has the permission {}; {} needs {}', '{0} の権限は {1} ですが、{2} には {3} が必要です'],
  [
    '{}; a GitHub App has no role here, so a person must approve',
    '{0}。GitHub App はリポジトリの権限を持たないため、人による承認が必要です'
  ],
  // Approval
  [
    'the request is not the one that was submitted, so the approval does not cover it',
    'リクエストが提出時の内容と異なるため、この承認は有効ではありません'
  ],
  [
    'Read the changes, remove the label and set it again; then it can be approved.',
    '変更点を確認し、ラベルを付け直してください。その後に承認できます。'
  ],
  [
    'the request that waited was rejected; nothing was started',
    '承認待ちのリクエストを却下しました。何も開始していません'
  ],
  ['nothing is waiting that "/mlops {}" could be about', '「/mlops {0}」の対象になるものがありません'],
  [
    'No request waits and no version of the model is a candidate; /mlops status shows the runs.',
    '承認待ちのリクエストも候補バージョンもありません。/mlops status で実行を確認できます。'
  ],
  ['Name the version: {}.', 'バージョンを指定してください: {0}。'],
  ['{}, or {}', '{0} または {1}'],
  // Other commands
  [
    'nothing was ever trained from this issue, so there is nothing to cancel',
    'この Issue ではまだ学習していないため、中止するものがありません'
  ],
  [
    'A request that still waits for its turn is not known here yet: cancel its workflow run on the Actions page.',
    '順番を待っているリクエストは、まだここには記録されていません。Actions のページでそのワークフロー実行を中止してください。'
  ],
  ['/mlops {} is carried out by another action', '/mlops {0} を受け付けました。別のアクションが実行します'],
  ['/mlops {} is answered by a comment', '/mlops {0} にはコメントで回答します'],
  ['the comment holds no known command', 'コメントに使えるコマンドがありません'],
  ['"{}" is no command', '「{0}」というコマンドはありません'],
  ['Write /mlops help for the list.', '/mlops help で一覧を確認できます。'],
  ['Did you mean "/mlops {}"?', '「/mlops {0}」のことですか?'],
  ['/mlops {} has an argument it does not take', '/mlops {0} に使えない引数があります'],
  ['"{}" does not take "{}"', '「{0}」に「{1}」は指定できません'],
  ['Write "/mlops {} reason: why".', '「/mlops {0} reason: 理由」のように書いてください。'],
  ['Write "/mlops {} v1.2.3 reason: why".', '「/mlops {0} v1.2.3 reason: 理由」のように書いてください。'],
  [
    'the comment holds more than one command; none was carried out',
    'コメントに複数のコマンドがあるため、どれも実行していません'
  ],
  [
    'a comment gives one command, and this is another one',
    '1 つのコメントに書けるコマンドは 1 つですが、ここにもコマンドがあります'
  ],
  ['Write it in a comment of its own.', '別のコメントに書いてください。'],
  ['a map of the fields to change was expected here', 'ここには変更する項目のマップが必要です'],
  [
    '"{}" stands outside a yaml block, where it would change nothing',
    '「{0}」が yaml ブロックの外にあり、このままでは何も変わりません'
  ],
  [
    'Put the changes between a line ```yaml and a line ```; quote with ">" what is only mentioned.',
    '変更する項目は ```yaml の行と ``` の行の間に書いてください。言及するだけの行は「>」で引用してください。'
  ],
  // Events that ask for nothing
  ['the comment does not start with /mlops', 'コメントが /mlops で始まっていません'],
  ['parse-issue does not read the event {}', 'parse-issue はイベント {0} を読み込みません'],
  ['labels of pull requests are not read', 'プルリクエストのラベルは読み込みません'],
  ['comments on pull requests are not read', 'プルリクエストのコメントは読み込みません'],
  ['comments of bots are not read', 'ボットのコメントは読み込みません'],
  ['the issue was {}, not labelled', 'Issue の操作は {0} であり、ラベルの追加ではありません'],
  ['the label that was added is not {}', '追加されたラベルは {0} ではありません'],
  ['the comment was {}, not created', 'コメントの操作は {0} であり、新規作成ではありません'],
  // Schedules and dispatches
  ['{} starts', '{0} を開始します'],
  ['{} starts: the request of {} again', '{1} のリクエストを再び使い、{0} を開始します'],
  [
    '{} of {}, in production, was made by this request from the training data there are now: nothing is new',
    '{1} の本番 {0} は、このリクエストと現在の学習データから作られています。新しいものはありません'
  ],
  ['the event names no request', 'イベントにリクエストの指定がありません'],
  ['neither request-file nor rerun-of is given', 'request-file も rerun-of も指定されていません'],
  [
    'Give the path of a request file, or the run or model to train again.',
    'リクエストファイルのパス、または再学習する実行かモデルを指定してください。'
  ],
  ['the request file does not exist', 'リクエストファイルがありません'],
  ['there is no {}', '{0} がありません'],
  [
    'Check the path; it starts at the root of the repository.',
    'パスを確認してください。リポジトリのルートから書きます。'
  ],
  ['there is no request to run again', '再び実行するリクエストがありません'],
  ['no version of "{}" is registered in {}', '「{0}」のバージョンは {1} に登録されていません'],
  [
    'Give a training id or a model id of this store; after a lost cache, train from the request file.',
    'このストアにある training id または model id を指定してください。キャッシュが失われた場合は、リクエストファイルから学習してください。'
  ],
  ['every version of {} was withdrawn', '{0} のバージョンはすべて取り下げられています'],
  [
    'all versions of "{}" are rejected or quarantined',
    '「{0}」のバージョンはすべて却下または隔離されています'
  ],
  [
    'Give the training id of the run to repeat, if one of them is wanted all the same.',
    'それでも必要な場合は、繰り返す実行の training id を指定してください。'
  ],
  ['{} does not exist', '{0} がありません'],
  ['{}, which {} was made by, does not exist', '{1} の元になった {0} がありません'],
  [
    'Give a training id or a model id of this store, or train from the request file.',
    'このストアにある training id または model id を指定するか、リクエストファイルから学習してください。'
  ]
]
