import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { runAction } from '../../../shared/src/action/run-action.js'
import { GitHubRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import { hostileBodies, sensibleBodies } from '../../../shared/testing/builders/hostile-bodies.js'
import { hostileTexts } from '../../../shared/testing/builders/training-requests.js'
import { reasonCodes, type ParseIssueDecision } from '../src/outcome.js'
import { toReport } from '../src/summary.js'
import { parseIssueInputs, World } from './world.js'

const numRuns = 20_000
const mostSeconds = 1
const form = `body:
  - {type: input, id: algorithm, attributes: {label: Algorithm}}
  - {type: input, id: dataset_id, attributes: {label: Dataset id}}
  - {type: textarea, id: features, attributes: {label: Features}}
  - {type: textarea, id: hyperparameters, attributes: {label: Hyperparameters, render: yaml}}
  - {type: input, id: seed, attributes: {label: Seed}}
`

interface Said {
  readonly decision: ParseIssueDecision
  readonly reasonCode: string
  readonly lines: readonly string[]
  readonly markdown: readonly string[]
  readonly exit: number
  readonly seconds: number
}

/** What the action says about a body, on all its ways out, and how long it takes. */
async function answerTo(
  body: string,
  how: { readonly asComment: boolean; readonly japanese: boolean }
): Promise<Said> {
  const world = new World()
  world.files.put('.github/ISSUE_TEMPLATE/train.yml', form)
  const lines: string[] = []
  const runner = new GitHubRunner({}, new AbortController().signal, line => lines.push(line))
  const language = how.japanese ? 'ja' : 'en'
  const before = performance.now()
  const outcome = how.asComment
    ? await world.comment('writer', body, {}, { language })
    : await world.label('writer', { body }, { language })
  const report = await toReport(outcome, language)
  const exit = await runAction(runner, {
    name: 'parse-issue',
    readInputs: () => ({ ...parseIssueInputs, failOn: ['invalid'] }),
    run: () => Promise.resolve(report)
  })
  return {
    decision: outcome.decision,
    reasonCode: report.reasonCode,
    lines,
    markdown: [...new Set([...world.tracker.comments.values(), report.summary])],
    exit,
    seconds: (performance.now() - before) / 1000
  }
}

/** Lines the runner would take for a command, beside the one annotation. */
function commandsIn(lines: readonly string[]): readonly string[] {
  return lines
    .flatMap(line => line.split(/[\r\n\u0085\u2028\u2029]/))
    .filter(line => /^\s*::|##\[/.test(line) && !/^::(?:error|warning) title=parse-issue/.test(line))
}

interface MarkdownNode {
  readonly type: string
  readonly value?: string
  readonly children?: readonly MarkdownNode[]
}

const ownTags = /^(?:<\/?(?:sub|details|summary)>)+$/

/** What in a comment would be more than text: links, images, HTML, mentions, references. */
function liveParts(node: MarkdownNode): readonly string[] {
  const inner = (node.children ?? []).flatMap(liveParts)
  const { type, value = '' } = node
  if (['link', 'image', 'linkReference', 'imageReference', 'definition'].includes(type))
    return [type, ...inner]
  if (type === 'html' && !ownTags.test(value.trim())) return [`html ${value}`, ...inner]
  if (type === 'text' && /@[A-Za-z0-9]|#\d|:\/\/|\bwww\./.test(value)) return [`text ${value}`, ...inner]
  return inner
}

const reasonsOf = new Map(
  Object.entries(reasonCodes).map(([word, codes]) => [word, new Set(Object.keys(codes))])
)

function check(said: Said): void {
  const live = said.markdown.flatMap(markdown => liveParts(fromMarkdown(markdown) as MarkdownNode))
  expect({
    isKnown: reasonsOf.get(said.decision)?.has(said.reasonCode),
    exit: said.exit,
    commands: commandsIn(said.lines),
    live
  }).toEqual({ isKnown: true, exit: said.decision === 'invalid' ? 1 : 0, commands: [], live: [] })
}

/**
 * Processor time in seconds, the least of three: on a busy machine a wall clock says little, and whatever else runs in this
 * process counts too.
 */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1e6)
  }
  return Math.min(...times)
}

describe('whatever stands in an issue', () => {
  test(`${numRuns} generated bodies are decided in bounded time, and nothing of them comes alive`, async () => {
    const seed = Date.now() % 2 ** 31
    const counts = new Map<string, number>()
    let slowest = 0
    const ways = fc.record({ asComment: fc.nat(9).map(digit => digit === 0), japanese: fc.boolean() })
    await answerTo('', { asComment: false, japanese: true })
    await fc.assert(
      fc.asyncProperty(hostileBodies, ways, async (body, how) => {
        const text = how.asComment ? `/mlops retrain\n\n${body}` : body
        const said = await answerTo(text, how)
        check(said)
        if (said.seconds > mostSeconds)
          expect(await processorTime(() => answerTo(text, how))).toBeLessThan(mostSeconds)
        slowest = Math.max(slowest, said.seconds)
        counts.set(said.decision, (counts.get(said.decision) ?? 0) + 1)
      }),
      { numRuns, seed }
    )
    console.info(
      `seed ${seed}, slowest ${slowest.toFixed(3)} s, ${JSON.stringify(Object.fromEntries(counts))}`
    )
    // Both ways of ending were met, or the bodies are not what they should be.
    expect(counts.get('accepted')).toBeGreaterThan(10)
    expect(counts.get('invalid')).toBeGreaterThan(numRuns / 2)
  }, 300_000)

  test.each(hostileTexts.map(text => [JSON.stringify(text), text]))(
    'as a command: %s',
    async (_name, text) => {
      for (const word of ['', 'approve ', 'retrain ', 'rollback reason: ', 'status reason: '])
        check(await answerTo(`/mlops ${word}${text}`, { asComment: true, japanese: false }))
    }
  )

  test.each(sensibleBodies)('a sensible body is accepted: %#', async body => {
    expect((await answerTo(body, { asComment: false, japanese: false })).decision).toBe('accepted')
  })
})
