import { setTimeout as sleep } from 'node:timers/promises'
import { headAfter, historyText, linkAfter } from '../../../shared/src/domain/history/history-chain.js'
import {
  historyEntry,
  historyHead,
  type HistoryEntry,
  type HistoryHead
} from '../../../shared/src/domain/records/history-entry.js'
import { sha256Of } from '../../../shared/src/domain/text/sha256-of.js'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import { decisionOf, type RecordedRun } from './run.js'

/** Where and what to record. */
export interface Recording {
  readonly log: HistoryLog
  readonly clock: Clock
  /** Directory on the branch. */
  readonly directory: string
  readonly run: RecordedRun
  readonly report: string
}

export interface Recorded {
  readonly entry: HistoryEntry
  readonly path: string
  readonly sha256: string
  readonly commit: string
  /** False when the branch held the run already. */
  readonly added: boolean
}

const MAX_TRIES = 40

/** Adds the run as the last entry of the chain; whoever comes second reads the new end and tries again. */
export async function recordRun(recording: Recording): Promise<Recorded> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const done = await tryOnce(recording)
    if (done !== undefined) return done
    await sleep(Math.random() * Math.min(2000, 50 * attempt))
  }
  throw new ServiceError(
    'history-contended',
    `the history branch moved ${MAX_TRIES} times while this run was to be added`,
    { retryable: true }
  )
}

async function tryOnce({ log, clock, directory, run, report }: Recording): Promise<Recorded | undefined> {
  const commit = await log.head()
  const path = `${directory}/${run.request.training_id}.json`
  const existing = commit === undefined ? undefined : await log.read(commit, path)
  if (commit !== undefined && existing !== undefined) return alreadyThere(existing, path, commit)
  const head = commit === undefined ? undefined : await readHead(log, commit, directory)
  const entry = entryOf(run, head, { report, at: clock.now() })
  const text = historyText(entry)
  const files = [
    { path, text },
    { path: path.replace(/\.json$/, '.md'), text: report },
    { path: `${directory}/HEAD.json`, text: historyText(headAfter(entry)) }
  ]
  const result = await log.append(commit, files, `Record ${entry.training_id}: ${entry.decision}`)
  return result.appended
    ? { entry, path, sha256: sha256Of(text), commit: result.commit, added: true }
    : undefined
}

function alreadyThere(text: string, path: string, commit: string): Recorded {
  return {
    entry: parse(text, path, value => historyEntry.parse(value)),
    path,
    sha256: sha256Of(text),
    commit,
    added: false
  }
}

async function readHead(
  log: HistoryLog,
  commit: string,
  directory: string
): Promise<HistoryHead | undefined> {
  const path = `${directory}/HEAD.json`
  const text = await log.read(commit, path)
  if (text !== undefined) return parse(text, path, value => historyHead.parse(value))
  // Starting anew would hide every entry that is there from those that follow.
  const entries = (await log.list(commit, directory)).filter(name => name.endsWith('.json'))
  if (entries.length > 0) throw damaged(path, 'is missing')
  return undefined
}

function parse<T>(text: string, path: string, read: (value: unknown) => T): T {
  try {
    return read(JSON.parse(text))
  } catch (cause) {
    throw damaged(path, 'is damaged', cause)
  }
}

function damaged(path: string, how: string, cause?: unknown): UserError {
  return new UserError('history-broken', `${path} on the history branch ${how}`, {
    hint: 'Run record-history with operation: verify, and restore the file from its git history.',
    cause
  })
}

function entryOf(
  run: RecordedRun,
  head: HistoryHead | undefined,
  made: { report: string; at: Date }
): HistoryEntry {
  return {
    schema_version: 1,
    ...linkAfter(head),
    training_id: run.request.training_id,
    ...(run.request.issue !== undefined && { issue: run.request.issue }),
    model_id: run.request.model_id,
    ...(run.version !== undefined && { version: run.version.version }),
    decision: decisionOf(run),
    request: run.request,
    training: run.training ?? null,
    evaluation: run.evaluation ?? null,
    decision_record: run.decision ?? null,
    report_sha256: sha256Of(made.report),
    recorded_at: made.at.toISOString()
  }
}
