import * as z from 'zod/mini'
import { historyHead } from '../records/history-entry.js'
import { sha256Of } from '../text/sha256-of.js'

/** A file of the history directory, by its name without the directory. */
export interface HistoryFileText {
  readonly name: string
  readonly text: string
}

export type Verification =
  | { readonly intact: true; readonly entries: number }
  | { readonly intact: false; readonly place: string; readonly why: string }

const link = z.object({
  sequence: z.number(),
  previous_sha256: z.nullable(z.string()),
  training_id: z.string(),
  report_sha256: z.string()
})
type Link = z.infer<typeof link>

interface Expected {
  readonly name: string
  readonly sha256: string
  readonly sequence: number
}

const broken = (place: string, why: string): Verification => ({ intact: false, place, why })

/** The files of a history, found by name, by content and by position. */
class HistoryIndex {
  readonly entries: readonly HistoryFileText[]
  private readonly texts: ReadonlyMap<string, string>
  private readonly byDigest: ReadonlyMap<string, string>
  private readonly bySequence: ReadonlyMap<number, string>

  constructor(files: readonly HistoryFileText[]) {
    this.entries = files.filter(file => file.name.endsWith('.json') && file.name !== 'HEAD.json')
    this.texts = new Map(files.map(file => [file.name, file.text]))
    this.byDigest = new Map(this.entries.map(entry => [sha256Of(entry.text), entry.name]))
    this.bySequence = new Map(
      this.entries.flatMap(entry => {
        const sequence = parse(link, entry.text)?.sequence
        return sequence === undefined ? [] : [[sequence, entry.name] as const]
      })
    )
  }

  text(name: string): string | undefined {
    return this.texts.get(name)
  }

  /** The predecessor by content; an edited one is found by its position, so that it can be named. */
  previous(of: Link): Expected | undefined {
    if (of.previous_sha256 === null) return undefined
    const sequence = of.sequence - 1
    const name = this.byDigest.get(of.previous_sha256) ?? this.bySequence.get(sequence)
    return name === undefined ? undefined : { name, sha256: of.previous_sha256, sequence }
  }
}

/**
 * Follows the chain from `HEAD.json` back to the first entry and names the first file that does not fit: an edited
 * entry or report, a dropped, reordered or added one, a truncated chain. Linear in the size of the files.
 */
export function verifyChain(files: readonly HistoryFileText[]): Verification {
  const index = new HistoryIndex(files)
  const headText = index.text('HEAD.json')
  if (headText === undefined && index.entries.length === 0) return { intact: true, entries: 0 }
  const head = parse(historyHead, headText)
  if (head === undefined)
    return broken('HEAD.json', 'is missing or unreadable, so nothing says where the chain ends')
  const seen = new Set<string>()
  let expected: Expected | undefined = { name: head.entry, sha256: head.sha256, sequence: head.sequence }
  while (expected !== undefined) {
    const checked = checkEntry(expected, index)
    if ('intact' in checked) return checked
    seen.add(expected.name)
    expected = index.previous(checked)
    if (expected === undefined && checked.sequence !== 1) {
      return broken(
        `entry ${checked.sequence - 1}`,
        'is missing: no file has the digest that its successor recorded'
      )
    }
  }
  const extra = index.entries.find(entry => !seen.has(entry.name))
  return extra === undefined
    ? { intact: true, entries: seen.size }
    : broken(extra.name, 'is not part of the chain')
}

function checkEntry(expected: Expected, index: HistoryIndex): Link | Verification {
  const text = index.text(expected.name)
  if (text === undefined) return broken(expected.name, `entry ${expected.sequence} is missing`)
  if (sha256Of(text) !== expected.sha256) {
    return broken(expected.name, 'is not what its successor recorded: it was edited or reordered')
  }
  const entry = parse(link, text)
  if (entry?.sequence !== expected.sequence)
    return broken(expected.name, `is not entry ${expected.sequence} of the chain`)
  if (expected.name !== `${entry.training_id}.json`)
    return broken(expected.name, `holds the entry of ${entry.training_id}`)
  const report = index.text(`${entry.training_id}.md`)
  if (report === undefined)
    return broken(`${entry.training_id}.md`, `the report of entry ${entry.sequence} is missing`)
  return sha256Of(report) === entry.report_sha256
    ? entry
    : broken(`${entry.training_id}.md`, 'was edited after it was recorded')
}

function parse<T>(schema: z.ZodMiniType<T>, text: string | undefined): T | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text ?? ''))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
