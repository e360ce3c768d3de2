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
  size: 'a smaller model (fewer or shallower trees, narrower layers) or a larger max-size',
  latency: 'a smaller model or a larger max-latency',
  accuracy: 'quantize: none, or a larger max-accuracy-loss'
}

type Differences = Omit<EdgeParity, 'reference' | 'tolerance' | 'passed' | 'quantization'>

function differences(found: Differences, labels: boolean): string {
  const flips = labels ? `, ${found.label_flips} labels flipped` : ''
  return `on ${formatNumber(found.rows)} rows: largest difference ${differenceText(found.max_absolute_difference)} (relative ${differenceText(found.max_relative_difference)}), mean ${differenceText(found.mean_absolute_difference)}${flips}`
}

function findingText(finding: Finding): string {
  if (finding.met === null) return `what it loses is not known: ${finding.reason}`
  const { measured, limit } = finding
  switch (finding.budget) {
    case 'size':
      return `${formatBytes(measured)}, ${formatBytes(measured - limit)} over max-size ${formatBytes(limit)}`
    case 'latency':
      return `p95 ${milliseconds(measured)}, ${milliseconds(measured - limit)} over max-latency ${milliseconds(limit)}`
    case 'accuracy':
      return `loses ${formatNumber(measured)} of the primary metric, at most ${formatNumber(limit)} may go`
  }
}

function reportText(report: VariantReport): string {
  const { reason } = report
  switch (reason.code) {
    case 'as-asked':
      return 'as asked, and within the budgets'
    case 'within-budgets':
      return 'within the budgets'
    case 'smaller':
      return `${percent(reason.share)} smaller, and within the budgets`
    case 'float-over-budget':
      return 'within the budgets, and fp32 is not'
    case 'hardly-smaller':
      return `only ${percent(reason.share)} smaller: not worth its loss`
    case 'slower':
      return `${formatNumber(Number(reason.times.toPrecision(2)))} times as slow as fp32, beyond the noise`
    case 'another-chosen':
      return 'within the budgets; another one is better'
    case 'for-comparison':
      return 'for comparison'
    case 'over-budget':
    case 'accuracy-unknown':
      return unmet(report).map(findingText).join('; ')
  }
}

const labels = { library: 'the training library', 'registered-model': 'the registered model.onnx' } as const

export const en: EdgeMessages = {
  title: 'Edge export',
  decisions: {
    exported: 'exported',
    'over-budget': 'over budget',
    'parity-failed': 'parity failed',
    unsupported: 'not possible'
  },
  variant: 'Variant',
  size: 'Size',
  latency: 'p95 (noise)',
  accuracy: 'Primary metric',
  chosen: 'chosen',
  exported: ({ version, variant, measured, counter }) =>
    `${version} is exported as ${variant}: ${formatBytes(measured.size_bytes)}${measured.size_reduction > 0.001 ? ` (${percent(measured.size_reduction)} smaller)` : ''}, ${milliseconds(measured.latency_p95_ms)} for one row (p95), release ${counter}.`,
  parityFailed: parity =>
    `Nothing was published: the exported model does not predict what ${labels[parity.reference]} predicted, ${differences(parity, true)}; a relative difference of ${parity.tolerance} is tolerated.`,
  overBudget: reports =>
    `Nothing was published. ${exceeded(reports)
      .map(({ name, finding }) => `${name}: ${findingText(finding)}`)
      .join('; ')}. What would help: ${exceededBudgets(reports)
      .map(budget => help[budget])
      .join('; ')}.`,
  unavailable: ({ name, code, detail }) =>
    code === 'nothing-to-quantize' ? `nothing to quantize: ${detail}` : `${name} cannot be made: ${detail}`,
  report: reportText,
  parity: (parity, hasLabels) =>
    `Parity with ${labels[parity.reference]} ${differences(parity, hasLabels)}.${parity.quantization === null ? '' : ` int8 beside fp32 ${differences(parity.quantization, hasLabels)}.`}`,
  latencyNote: runs =>
    `Latency: one thread on this runner, at least ${formatNumber(runs)} runs per variant taking turns. It compares variants; measure on the device before you rely on it.`,
  place: 'Model',
  release: 'Release',
  releaseNumber: ({ counter, previous_version: previous }) =>
    `${counter}${previous === null ? (counter === 1 ? ', the first' : '') : `, after ${previous}`}`,
  signature: 'Signature',
  signed: keyId => `Ed25519, key ${keyId.slice(0, 16)}…`,
  unsigned: 'none: pass signing-key, or devices cannot tell who made it',
  expires: 'Valid until',
  earlier: ({ version, counter }) => `Devices keep ${version} (release ${counter}), which stays published.`,
  nothingStands: 'No release of this model is published.',
  reasonCode: 'Reason code'
}
