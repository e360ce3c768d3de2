import type { DriftMessages, MovedColumn } from './drift-messages.js'

const quoted = (name: string) => `「${name}」`

function evidence({ change, psi, limit }: MovedColumn): string {
  const index = `PSI ${psi}${limit === undefined ? '' : `、基準値 ${limit} 超`}`
  return change === '' ? index : `${change}、${index}`
}

/** Japanese texts of `drift-check`. */
export const ja: DriftMessages = {
  titles: {
    ok: subject => `ドリフトなし: ${subject}`,
    notice: subject => `ドリフト: ${subject} に小さな変化があります`,
    warn: subject => `ドリフト: ${subject} に変化の兆候があります`,
    retrain: subject => `ドリフト: ${subject} は再学習が必要です`,
    'insufficient-data': subject => `ドリフト: ${subject} の判定には行数が足りません`
  },
  driftedFrom: ({ baseline, current }) =>
    `ドリフト: 現在のデータ ${current} は ${baseline} から変化しています`,
  reasons: {
    'no-drift': '判定した列はすべて notice 未満です。',
    'features-notice': 'notice の列があります。warn 以上の列はありません。',
    'new-columns': '判定した列に変化はありませんが、新しい列があります。',
    'features-warn': 'warn 以上の列がありますが、再学習が必要な数ではありません。',
    'columns-missing': '欠けている列がありますが、再学習が必要な数ではありません。',
    'critical-feature': '重要な列・目的変数・予測値のいずれかが retrain であるか、重要な列が欠けています。',
    'drift-share': '判定した列の半数以上が warn 以上です。',
    'several-features': '判定した列のうち 2 列以上かつ 1 割以上が retrain です。',
    'only-feature': '判定できた唯一の列が retrain です。',
    'too-few-rows': '判定に必要な行数がありません。',
    'sampling-noise': '半数を超える列で、warn 相当の指標が偶然だけで説明できます。'
  },
  headline: {
    drifted: (column, { drifting, judged }) =>
      `${quoted(column.name)}の変化が最大です（${evidence(column)}）。${judged} 列のうち ${drifting} 列が warn 以上です。`,
    moved: column =>
      `${quoted(column.name)}に小さな変化があります（${evidence(column)}）。warn の列はありません。`,
    missing: names => `現在のデータに欠けている列: ${names}。`,
    extra: names => `変化はありませんが、基準にない列があります: ${names}。`,
    typeChanged: name => `${quoted(name)}は基準では数値ですが、文字列が含まれています。`,
    steady: (judged, worst) =>
      worst === undefined
        ? '比較できる列がありません。'
        : `ドリフトはありません。${judged} 列の PSI の最大は ${worst.psi}（${quoted(worst.name)}）です。`,
    noValues: '比較できる値がありません。基準と現在の両方に値がある列は 1 つもありません。',
    fewRows: (rows, needed) =>
      `判定には行数が足りません: ${rows}${needed === undefined ? '' : `（必要な行数の目安: ${needed}）`}。`,
    sides: ({ baseline, current }) => `基準 ${baseline} 行、現在 ${current} 行`
  },
  baseline: '基準',
  current: '現在',
  column: '列',
  index: 'PSI（誤差）',
  test: '検定',
  missing: '欠損',
  change: '変化',
  median: '中央値',
  range: '5–95 % 範囲',
  bins: { other: 'その他', unseen: '未知の値', missing: '欠損' },
  moreBins: bins => `他 ${bins} 件`,
  steadyColumns: count => `✅ ドリフトのない列: ${count}`,
  moreColumns: count =>
    `… 他 ${count} 列（これより悪いものはありません）。全列は \`report.json\` にあります。`,
  roles: { target: '目的変数', prediction: '予測値' },
  critical: '重要',
  distributions: '分布',
  rows: '行',
  noise: '誤差の範囲',
  identifiers: names =>
    `${names}: ほぼすべての値が異なります。識別子か日付ではありませんか。\`features\` で対象から外せます。`,
  violations: '合わない列',
  checks: {
    missing_column: name => `${name} は現在のデータにありません。`,
    extra_column: name => `${name} は基準にない新しい列です。`,
    type_changed: name => `${name} は基準では数値ですが、文字列が含まれています（欠損として数えます）。`
  },
  notJudged: '判定していない列',
  belowMinRows: (rows, minRows) => `${rows} 行で、${minRows} 行に足りません`,
  tooNoisy: noise => `この行数では偶然だけで PSI が ${noise} になります`,
  notInCurrent: role => `${role}が現在のデータにありません（違反ではありません）`,
  verdict: '判定の根拠',
  legend: '🔴 retrain · 🟠 warn · 🔵 notice · ✅ ok · ❔ 判定なし',
  rule: ({ notice, warn, retrain }) =>
    `列は、母集団安定性指標（PSI）が ${notice}・${warn}・${retrain} を超え、かつ標本誤差で説明できる値（括弧内）を超えたとき、notice・warn・retrain になります。`,
  counts: ({ judged, drifting, share }) =>
    `${judged} 列を判定し、warn 以上は ${drifting} 列（割合 ${share}）です。`,
  tests: alpha =>
    `検定はコルモゴロフ–スミルノフの D（数値）とクラメールの V（カテゴリ）で、p 値は全列で補正しています（Benjamini–Hochberg）。0.1 以上かつ p が ${alpha} 以下なら列を notice にしますが、それより上にはしません。`,
  approximate: '近似',
  requested: target => `再学習を依頼しました: ${target}。`,
  requestedBefore: (at, target) =>
    `このバージョンとデータについては ${at} に再学習を依頼済みです: ${target}。新たな依頼はしていません。`,
  requestFailed: '再学習の依頼に失敗しました。エラーを確認してください。',
  reasonCode: '理由コード',
  issue: {
    title: subject => `ドリフト: ${subject} は再学習が必要です`,
    howToRetrain:
      '下のリクエストで再学習するには、担当者がラベル `mlops:train` を付けてください。（ワークフローが付けたラベルでは何も始まりません。）',
    howToRetrainByHand: '再学習するには、担当者がこのモデルの学習ワークフローを起動してください。',
    report: 'レポート',
    run: 'ワークフロー実行'
  }
}
