import * as z from 'zod/mini'
import type { Runner } from '../ports/runner.js'
import type { TextFiles } from '../ports/text-files.js'

/** The comment that a workflow was started by. */
export interface CommandComment {
  readonly issue: number
  readonly id: number
}

const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024

const commented = z.lazy(() =>
  z.object({
    comment: z.object({ id: z.int().check(z.positive()) }),
    issue: z.object({ number: z.int().check(z.positive()), pull_request: z.optional(z.unknown()) })
  })
)

/** Marker of the answer to a command: parse-issue writes it first, who carries the command out completes it. */
export function answerMarker(commentId: number): string {
  return `answer:${commentId}`
}

/** The comment of an issue that the event is about; undefined for anything else, and for what cannot be read. */
export async function readCommandComment(
  runner: Pick<Runner, 'variable'>,
  files: Pick<TextFiles, 'read'>
): Promise<CommandComment | undefined> {
  const path = runner.variable('GITHUB_EVENT_PATH')
  const text = path === undefined ? undefined : await files.read(path, MAX_PAYLOAD_BYTES)
  const event = commented.safeParse(jsonOf(text ?? ''))
  if (!event.success || event.data.issue.pull_request !== undefined) return undefined
  return { issue: event.data.issue.number, id: event.data.comment.id }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
