import type { Language } from '../../../shared/src/action/common-inputs.js'
import { code, escapeMarkdown, facts, table } from '../../../shared/src/action/markdown.js'
import { formatBytes } from '../../../shared/src/domain/text/byte-text.js'
import type { EdgeMessages } from './edge-messages.js'
import { messages } from './messages.js'
import type { EdgeDecision, EdgeOutcome, Release, VariantReport } from './outcome.js'
import { accuracyText, latencyText } from './quantities.js'
import { refusalsJa } from './refusals-ja.js'

const ICONS: Readonly<Record<EdgeDecision, string>> = {
  exported: '✅',
  'over-budget': '❌',
  'parity-failed': '❌',
  unsupported: '🚫'
}

/** The job summary: what came of it in one sentence, the variants side by side, then parity and where the release is. */
export function toSummary(outcome: EdgeOutcome, language: Language): string {
  const text = messages[language]
  const version = outcome.version === undefined ? '' : ` ${outcome.version}`
  return [
    `## ${ICONS[outcome.decision]} ${text.title}: ${code(outcome.modelId)}${version} ${text.decisions[outcome.decision]}`,
    escapeMarkdown(verdictSentence(outcome, language)),
    ...variantsSection(outcome, language),
    ...(outcome.parity === undefined || outcome.decision === 'parity-failed'
      ? []
      : [escapeMarkdown(text.parity(outcome.parity, outcome.task === 'classification'))]),
    ...latencySection(outcome, text),
    ...(outcome.release === undefined ? [standing(outcome, text)] : [releaseFacts(outcome.release, text)]),
    `<sub>${text.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ].join('\n\n')
}

function verdictSentence(outcome: EdgeOutcome, language: Language): string {
  if (language === 'en') return outcome.message
  const text = messages.ja
  const [none] = outcome.unavailable
  switch (outcome.decision) {
    case 'exported':
      return outcome.release === undefined ? '' : text.exported(outcome.release.manifest)
    case 'parity-failed':
      return outcome.parity === undefined ? '' : text.parityFailed(outcome.parity)
    case 'over-budget':
      return text.overBudget(outcome.variants)
    case 'unsupported':
      return (
        refusalsJa.get(outcome.reasonCode) ?? (none === undefined ? outcome.message : text.unavailable(none))
      )
  }
}

/** What was measured of each variant, then in words why it was taken or not, also for those that could not be made. */
function variantsSection({ variants, unavailable, release }: EdgeOutcome, language: Language): string[] {
  if (variants.length === 0) return []
  const text = messages[language]
  const metric = variants[0]?.judged.accuracy.metric ?? null
  const chosen = release?.manifest.variant
  const head = [text.variant, text.size, text.latency, metric === null ? text.accuracy : code(metric)]
  const rows = variants.map(({ judged }) => [
    judged.name === chosen ? `**${code(judged.name)}**` : code(judged.name),
    unbroken(formatBytes(judged.sizeBytes)),
    unbroken(latencyText(judged.latency)),
    accuracyText(judged.accuracy, language, judged.name === 'fp32')
  ])
  const words = [
    ...variants.map(report => verdictLine(report, text, report.judged.name === chosen)),
    ...unavailable.map(none => `- ${code(none.name)}: ${escapeMarkdown(text.unavailable(none))}`)
  ]
  return [table(head, rows, [1, 2, 3]), words.join('\n')]
}

function verdictLine(report: VariantReport, text: EdgeMessages, isChosen: boolean): string {
  const { name, eligible } = report.judged
  const words = escapeMarkdown(text.report(report))
  if (isChosen) return `- ✅ **${code(name)}** **${text.chosen}**: ${words}`
  return `- ${eligible ? '' : '❌ '}${code(name)}: ${words}`
}

/** A cell's text that a narrow table must not break. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

function latencySection({ variants, notes }: EdgeOutcome, text: EdgeMessages): string[] {
  if (variants.length === 0) return []
  const fewest = Math.min(...variants.map(({ judged }) => judged.latency.runs))
  const said = notes.map(note => ` ${note.charAt(0).toUpperCase()}${note.slice(1)}.`)
  return [`<sub>${escapeMarkdown(`${text.latencyNote(fewest)}${said.join('')}`)}</sub>`]
}

function standing({ earlier }: EdgeOutcome, text: EdgeMessages): string {
  return escapeMarkdown(earlier === undefined ? text.nothingStands : text.earlier(earlier))
}

function releaseFacts({ manifest, onnxUri }: Release, text: EdgeMessages): string {
  return facts([
    [text.place, code(onnxUri)],
    ['SHA-256', code(manifest.files[0]?.sha256 ?? '')],
    [text.release, escapeMarkdown(text.releaseNumber(manifest))],
    [text.signature, escapeMarkdown(manifest.key_id === null ? text.unsigned : text.signed(manifest.key_id))],
    [text.expires, manifest.expires_at.slice(0, 10)]
  ])
}
