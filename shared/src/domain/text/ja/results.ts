/** What is said about the results of commands; small enough to be always at hand. */
export const results: readonly (readonly [english: string, japanese: string])[] = [
  ['{} It is {}.', '{0} 現在の状態: {1}。'],
  ['{} is in production again; {} is quarantined.', '{0} を再び本番にし、{1} を隔離しました。'],
  [
    '{} was made from the same request and the same data as a quarantined version: what is wrong may lie in them.',
    '{0} は、隔離されたバージョンと同じリクエストと同じデータから作られています。問題の原因がそこにある可能性があります。'
  ],
  [
    '{} is out of quarantine; what it was made from may be used again.',
    '{0} の隔離を解除しました。元になったリクエストとデータを再び使えます。'
  ],
  ['{} has no version {}.', '{0} にバージョン {1} はありません。'],
  ['{} is not in quarantine.', '{0} は隔離されていません。'],
  ['{} has no version in production.', '{0} には本番のバージョンがありません。'],
  [
    '{} is in production by now, and nobody asked to replace that one.',
    '現在の本番は {0} であり、その置き換えは依頼されていません。'
  ],
  [
    'There is no version before {} that could be put back.',
    '{0} より前に、本番へ戻せるバージョンはありません。'
  ],
  ['{} is rejected and cannot become production.', '{0} は却下されているため、本番にできません。'],
  ['{} is quarantined and cannot become production.', '{0} は隔離されているため、本番にできません。'],
  [
    '{} was never in production; /mlops approve {} promotes it.',
    '{0} は本番になったことがありません。本番にするには /mlops approve {1} と書いてください。'
  ],
  ['{} is in production already.', '{0} は既に本番です。'],
  [
    '{} was put back in place of {} already. To go further back, name the version.',
    '{1} から {0} への切り戻しは既に済んでいます。さらに前へ戻すには、バージョンを指定してください。'
  ],
  ['{} is now in production.', '{0} を本番にしました。'],
  ['{} is in production; use /mlops rollback instead.', '{0} は本番です。/mlops rollback を使ってください。'],
  ['{} is rejected.', '{0} を却下しました。'],
  ['{} has no candidate version.', '{0} に候補バージョンはありません。'],
  ['{} has no version of {}.', '{0} に {1} のバージョンはありません。'],
  [
    'The same request on the same data made {}, which is quarantined: {}',
    '同じデータと同じリクエストから作られた {0} が隔離されています: {1}'
  ],
  [
    'Workflow run {}, which trains {}, is being cancelled.',
    '{1} を学習しているワークフロー実行 {0} を中止しています。'
  ],
  [
    'The training of {} has not been started, or is over.',
    '{0} の学習は開始されていないか、既に終わっています。'
  ],
  [
    'A request that still waits for its turn is not known here yet: cancel its workflow run on the Actions page.',
    '順番を待っているリクエストは、まだここには記録されていません。Actions のページでそのワークフロー実行を中止してください。'
  ],
  [
    'Pass github-token, or cancel workflow run {}.',
    'github-token を渡すか、ワークフロー実行 {0} を中止してください。'
  ]
]
