import { formatNumber } from '../../../shared/src/action/markdown.js'
import type { Finding } from '../../../shared/src/domain/edge/judge-variant.js'
import type { EdgeParity } from '../../../shared/src/domain/records/edge-manifest.js'
import { formatBytes } from '../../../shared/src/domain/text/byte-text.js'
import type { EdgeMessages } from './edge-messages.js'
import { differenceText, exceeded, exceededBudgets, unmet } from './exceeded.js'
import type { VariantReport } from './outcome.js'
import { milliseconds, percent } from './quantities.js'

/** What may bring a model into a budget that it exceeds. */
const help: Readonly<Record<Finding['budget'], string>> = {
  size: 'モデルを小さくする（木の数・深さ、層の幅を減らす）か max-size を増やす',
  latency: 'モデルを小さくするか max-latency を増やす',
  accuracy: 'quantize: none にするか max-accuracy-loss を増やす'
}

type Differences = Omit<EdgeParity, 'reference' | 'tolerance' | 'passed' | 'quantization'>

function differences(found: Differences, labels: boolean): string {
  const flips = labels ? `、ラベル変化 ${found.label_flips} 件` : ''
  return `${formatNumber(found.rows)} 行で最大差 ${differenceText(found.max_absolute_difference)}（相対 ${differenceText(found.max_relative_difference)}）、平均差 ${differenceText(found.mean_absolute_difference)}${flips}`
}

function findingText(finding: Finding): string {
  if (finding.met === null) return `精度の損失が不明: ${finding.reason}`
  const { measured, limit } = finding
  switch (finding.budget) {
    case 'size':
      return `${formatBytes(measured)}（上限 ${formatBytes(limit)} を ${formatBytes(measured - limit)} 超過）`
    case 'latency':
      return `p95 ${milliseconds(measured)}（上限 ${milliseconds(limit)} を ${milliseconds(measured - limit)} 超過）`
    case 'accuracy':
      return `主要指標の損失 ${formatNumber(measured)}（許容 ${formatNumber(limit)}）`
  }
}

function reportText(report: VariantReport): string {
  const { reason } = report
  switch (reason.code) {
    case 'as-asked':
      return '指定どおり、予算内'
    case 'within-budgets':
      return '予算内'
    case 'smaller':
      return `${percent(reason.share)} 小さく、予算内`
    case 'float-over-budget':
      return '予算内（fp32 は予算超過）'
    case 'hardly-smaller':
      return `${percent(reason.share)} しか小さくならない`
    case 'slower':
      return `fp32 の ${formatNumber(Number(reason.times.toPrecision(2)))} 倍の時間（ノイズを超える）`
    case 'another-chosen':
      return '予算内（別の候補を採用）'
    case 'for-comparison':
      return '比較用'
    case 'over-budget':
    case 'accuracy-unknown':
      return unmet(report).map(findingText).join('、')
  }
}

const labels = { library: '学習ライブラリ', 'registered-model': '登録済み model.onnx' } as const

export const ja: EdgeMessages = {
  title: 'エッジ出力',
  decisions: {
    exported: '出力済み',
    'over-budget': '予算超過',
    'parity-failed': '一致検査に不合格',
    unsupported: '出力不可'
  },
  variant: '形式',
  size: 'サイズ',
  latency: 'p95（ノイズ幅）',
  accuracy: '主要指標',
  chosen: '採用',
  exported: ({ version, variant, measured, counter }) =>
    `${version} を ${variant} として出力しました。サイズ ${formatBytes(measured.size_bytes)}${measured.size_reduction > 0.001 ? `（${percent(measured.size_reduction)} 削減）` : ''}、1行の p95 は ${milliseconds(measured.latency_p95_ms)}、リリース番号 ${counter}。`,
  parityFailed: parity =>
    `公開していません。出力したモデルの予測が${labels[parity.reference]}と一致しません（${differences(parity, true)}、許容する相対差は ${parity.tolerance}）。`,
  overBudget: reports =>
    `公開していません。${exceeded(reports)
      .map(({ name, finding }) => `${name}: ${findingText(finding)}`)
      .join('、')}。対策: ${exceededBudgets(reports)
      .map(budget => help[budget])
      .join('、')}。`,
  unavailable: ({ name, code, detail }) =>
    code === 'nothing-to-quantize' ? '量子化できる重みがありません' : `${name} を作成できません: ${detail}`,
  report: reportText,
  parity: (parity, hasLabels) =>
    `${labels[parity.reference]}との一致: ${differences(parity, hasLabels)}。${parity.quantization === null ? '' : `int8 と fp32 の差: ${differences(parity.quantization, hasLabels)}。`}`,
  latencyNote: runs =>
    `レイテンシはこのランナーの1スレッドで、各形式を交互に ${formatNumber(runs)} 回以上測定しました。形式の比較用です。実機でも測定してください。`,
  place: 'モデル',
  release: 'リリース',
  releaseNumber: ({ counter, previous_version: previous }) =>
    `${counter}${previous === null ? (counter === 1 ? '（最初のバージョン）' : '') : `（前は ${previous}）`}`,
  signature: '署名',
  signed: keyId => `Ed25519、鍵 ${keyId.slice(0, 16)}…`,
  unsigned: 'なし: signing-key を渡すと、機器が作成者を確認できます',
  expires: '有効期限',
  earlier: ({ version, counter }) =>
    `機器には ${version}（リリース番号 ${counter}）が公開されたまま残ります。`,
  nothingStands: 'このモデルの公開済みリリースはありません。',
  reasonCode: '理由コード'
}
