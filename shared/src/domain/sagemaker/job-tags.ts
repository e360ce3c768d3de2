import type { Tag } from './training-job-spec.js'

/** The tags every job of the suite has. */
export const tagKeys = {
  trainingId: 'mlops:training-id',
  modelId: 'mlops:model-id',
  repository: 'mlops:repository',
  source: 'mlops:source',
  owner: 'mlops:owner'
} as const

/** What the tags say about a job. */
export interface TaggedRun {
  readonly trainingId: string
  readonly modelId: string
  /** `owner/name`. */
  readonly repository: string
  readonly issue: number | undefined
  /** Who asked for it: a login, or a name such as schedule. */
  readonly owner: string
}

const FORBIDDEN = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu

/** A text in the alphabet of tag values: `#7` becomes `/issues/7`, what else does not belong a hyphen; at most 256 characters. */
export function tagValue(text: string): string {
  return Array.from(text.replace(/#(?=\d)/g, '/issues/').replace(FORBIDDEN, '-'))
    .slice(0, 256)
    .join('')
}

/** The suite's own tags, then the request's. */
export function jobTags(run: TaggedRun, own: Readonly<Record<string, string>> = {}): Tag[] {
  const source = run.issue === undefined ? run.repository : `${run.repository}/issues/${run.issue}`
  const entries: [string, string][] = [
    [tagKeys.trainingId, run.trainingId],
    [tagKeys.modelId, run.modelId],
    [tagKeys.repository, run.repository],
    [tagKeys.source, source],
    [tagKeys.owner, run.owner],
    ...Object.entries(own)
  ]
  return entries.map(([key, value]) => ({ Key: key, Value: tagValue(value) }))
}
