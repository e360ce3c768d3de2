import { verifyChain } from '../../../shared/src/domain/history/verify-chain.js'
import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import type { HistoryOutcome } from './outcome.js'

/** Checks every entry and report on the branch against the chain. */
export async function verifyHistory(log: HistoryLog, directory: string): Promise<HistoryOutcome> {
  const commit = await log.head()
  const base = {
    entry: undefined,
    entrySha256: undefined,
    commit,
    commentUrl: undefined,
    report: undefined,
    warnings: []
  }
  if (commit === undefined) {
    return { ...base, decision: 'verified', reasonCode: 'history-empty', message: 'There is no history yet.' }
  }
  const files = []
  for (const path of await log.list(commit, directory)) {
    files.push({ name: path.slice(directory.length + 1), text: (await log.read(commit, path)) ?? '' })
  }
  const verdict = verifyChain(files)
  if (verdict.intact) {
    return {
      ...base,
      decision: 'verified',
      reasonCode: 'chain-intact',
      message: `All ${verdict.entries} entries are intact.`
    }
  }
  return {
    ...base,
    decision: 'broken',
    reasonCode: 'chain-broken',
    message: `${verdict.place} ${verdict.why}.`
  }
}
