import { readRecord } from '../../../shared/src/action/record-store.js'
import { codeBlock, escapeMarkdown } from '../../../shared/src/action/markdown.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { IssueDraft } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { DriftMessages } from './drift-messages.js'
import { featureTable } from './feature-table.js'
import { headlineOf } from './headline.js'
import { htmlText } from './html-text.js'

/** What an issue about drift is written from. */
export interface DriftIssueFacts {
  readonly report: DriftReport
  readonly modelId: string
  /** Address of report.json. */
  readonly uri: string
  readonly runUrl: string | undefined
  /** The run that trained the version, whose request the issue repeats. */
  readonly trainingId: string | undefined
  /** Columns in which nearly every value is different. */
  readonly identifiers: ReadonlySet<string>
}

const LABELS = ['mlops:drift'] as const
const MOST_ROWS = 10
const LONGEST_REQUEST = 20_000

/** The issue: why, how to retrain, and the request of the drifted version for whoever labels it. */
export async function driftIssue(
  facts: DriftIssueFacts,
  store: ObjectStore,
  messages: DriftMessages
): Promise<IssueDraft> {
  const { report, modelId, uri, runUrl } = facts
  const { issue } = messages
  const request = await recordedRequest(facts.trainingId, store)
  const links = [
    `${issue.report} <code>${htmlText(uri)}</code>`,
    ...(runUrl === undefined ? [] : [`[${issue.run}](${runUrl})`])
  ]
  return {
    title: issue.title(report.version === null ? modelId : `${modelId} ${report.version}`),
    body: [
      escapeMarkdown(headlineOf(report, messages, facts.identifiers)),
      ...featureTable(report, messages, MOST_ROWS),
      links.join(' · '),
      request === undefined ? issue.howToRetrainByHand : issue.howToRetrain,
      ...(request === undefined ? [] : [codeBlock(request, 'json')])
    ].join('\n\n'),
    labels: LABELS
  }
}

/** The request as an issue may hold it; undefined where its record is gone or too long. */
async function recordedRequest(
  trainingId: string | undefined,
  store: ObjectStore
): Promise<string | undefined> {
  if (trainingId === undefined) return undefined
  const record = await readRecord(store, layout.request(trainingId), requestRecord)
  const text = record === undefined ? undefined : JSON.stringify(record.value.request, null, 2)
  return text !== undefined && text.length <= LONGEST_REQUEST ? text : undefined
}
