import type { HistoryEntry, HistoryHead } from '../records/history-entry.js'
import { sha256Of } from '../text/sha256-of.js'

/** The text of a history file: what is hashed is what is committed, byte for byte. */
export function historyText(value: HistoryEntry | HistoryHead): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The head that names an entry as the last of the chain. */
export function headAfter(entry: HistoryEntry): HistoryHead {
  return {
    schema_version: 1,
    sequence: entry.sequence,
    entry: `${entry.training_id}.json`,
    sha256: sha256Of(historyText(entry))
  }
}

/** Position of the entry that follows `head`. */
export function linkAfter(head: HistoryHead | undefined): Pick<HistoryEntry, 'sequence' | 'previous_sha256'> {
  return head === undefined
    ? { sequence: 1, previous_sha256: null }
    : { sequence: head.sequence + 1, previous_sha256: head.sha256 }
}
