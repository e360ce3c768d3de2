import { describe, expect, test } from '@jest/globals'
import { fromMarkdown } from 'mdast-util-from-markdown'
import * as fc from 'fast-check'
import { toReport, toSummary } from '../src/summary.js'
import { reasonCodes, decisions } from '../src/outcome.js'
import { issueBody, World } from './world.js'

describe('comments', () => {
  test('show every problem with its line, a caret and a hint', async () => {
    const world = new World()
    await world.label('writer', {
      body: 'Hi\n\n```yaml\nalgorithm: xgboost\ndataset_id: d\nmodel_id: Churn\n```'
    })
    const text = world.tracker.comments.get('7 request') ?? ''
    expect(text).toContain('`issue:6:11`')
    expect(text).toContain('```text\nmodel_id: Churn\n          ^\n```')
  })

  test('put the caret under full-width characters', async () => {
    const world = new World()
    await world.label('writer', {
      body: 'algorithm: xgboost\ndataset_id: d\ntarget: 売上\nfeatures: [気温, 売上]'
    })
    expect(world.tracker.comments.get('7 request')).toContain(
      'features: [気温, 売上]\n           \u3000\u3000  ^'
    )
  })

  test('are one per subject, updated in place', async () => {
    const world = new World()
    await world.label('writer', { body: 'x' })
    await world.label('writer', { body: 'y' })
    await world.label('writer')
    await world.comment('reader', '/mlops help')
    await world.comment('reader', '/mlops status')
    expect([...world.tracker.comments.keys()]).toEqual(['7 request', '7 help', '7 status'])
    expect(world.tracker.comments.get('7 request')).toContain('accepted')
  })

  test('list the runs for status', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    await world.trained(run?.trainingId, 'completed')
    await world.gated(run?.trainingId, 'reject')
    await world.comment('reader', '/mlops status')
    expect(world.tracker.comments.get('7 status')).toContain(
      `| \`${run?.trainingId ?? ''}\` | 1 | \`completed\` | \`reject\` |`
    )
  })

  test('are written in Japanese on request', async () => {
    const world = new World()
    await world.comment('reader', '/mlops help', {}, { language: 'ja' })
    expect(world.tracker.comments.get('7 help')).toContain('コマンド一覧')
  })

  test.each<[string, (world: World) => Promise<unknown>]>([
    ['strangers', world => world.comment('nobody', '/mlops retrain')],
    ['bots', world => world.comment('writer', '/mlops retrain', { type: 'Bot' })],
    ['talk', world => world.comment('writer', 'hello')],
    ['commands of other actions', world => world.comment('keeper', '/mlops rollback')]
  ])('are not written for %s', async (_name, act) => {
    const world = new World()
    await act(world)
    expect(world.tracker.writes).toEqual([])
  })

  test('that fail warn and change nothing', async () => {
    const world = new World()
    world.tracker.upsertComment = async () => {
      throw new (await import('../../../shared/src/errors.js')).ServiceError(
        'github-forbidden',
        'not allowed'
      )
    }
    const outcome = await world.label('writer')
    expect(outcome.decision).toBe('accepted')
    expect(outcome.warnings?.[0]).toContain('not allowed')
  })

  test('let no text of the issue do anything', async () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom(
          '@someone',
          '<img src=x onerror=1>',
          '<!-- mlops:status -->',
          '```',
          '````',
          '~~~',
          '`',
          '[a](http://x)',
          '![a](http://x)',
          '#1',
          '|',
          '\u202e',
          '\u0000',
          '&lt;',
          '\\',
          '$x$',
          'https://evil.test',
          '**'
        ),
        fc.string({ maxLength: 6 })
      ),
      { minLength: 1, maxLength: 8 }
    )
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.constantFrom('seed: ', 'trees: ', '', 'algorithm: x\n'),
        async (pieces, before) => {
          const world = new World()
          const text = pieces.join(' ').replace(/[\r\n]/g, ' ')
          await world.label('writer', {
            body: `\`\`\`\`\`\`\`yaml\n${before}${JSON.stringify(text)}: 1\ntrees: ${JSON.stringify(text)}\n\`\`\`\`\`\`\``
          })
          const comment = world.tracker.comments.get('7 request') ?? ''
          expect(blocksAndInline(comment)).toEqual([])
        }
      ),
      { numRuns: 200 }
    )
  })
})

const own = new Set(['<sub>', '</sub>'])

/** Links, images, HTML and mentions that a Markdown text would show as such. */
function blocksAndInline(text: string): string[] {
  const found: string[] = []
  const visit = (node: { type: string; value?: string; children?: readonly unknown[] }): void => {
    if (['link', 'image', 'definition', 'linkReference', 'imageReference'].includes(node.type))
      found.push(node.type)
    if (node.type === 'html' && !own.has(node.value ?? '')) found.push(node.value ?? '')
    if (node.type === 'text' && /@[a-z0-9]|https?:\/\//i.test(node.value ?? '')) found.push(node.value ?? '')
    for (const child of node.children ?? []) visit(child as typeof node)
  }
  visit(fromMarkdown(text))
  return found
}

describe('reports', () => {
  test.each(['en', 'ja'] as const)(
    'hold decision, reason and the text of the comment (%s)',
    async language => {
      const world = new World()
      const outcome = await world.label('writer', {}, { language })
      const report = await toReport(outcome, language)
      expect(report).toMatchObject({
        decision: 'accepted',
        reasonCode: 'request-accepted',
        outputs: { proceed: 'true' },
        warnings: []
      })
      expect(report.summary).toBe(world.tracker.comments.get('7 request'))
    }
  )

  test('name the reason code of every outcome', async () => {
    const summary = await toSummary({ decision: 'ignored', reasonCode: 'other-event', headline: 'x' }, 'en')
    expect(summary).toContain('`other-event`')
    expect(Object.keys(reasonCodes)).toEqual([...decisions, 'error'])
  })

  test('never hold the issue text as a whole in the headline', async () => {
    const world = new World()
    const outcome = await world.label('writer', { body: issueBody.replace('d1', 'secret value') })
    expect(outcome.headline).not.toContain('secret')
  })
})
