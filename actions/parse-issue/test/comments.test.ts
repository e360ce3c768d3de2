import { describe, expect, test } from '@jest/globals'
import { fromMarkdown } from 'mdast-util-from-markdown'
import * as fc from 'fast-check'
import { escapeMarkdown } from '../../../shared/src/action/markdown.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { codeOf } from '../../../shared/testing/code-of.js'
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

  test('of a refused command leave the one about the request alone', async () => {
    const world = new World()
    await world.label('writer')
    await world.comment('writer', '/mlops approve')
    expect(world.tracker.comments.get('7 request')).toContain('`request-accepted`')
    expect(world.tracker.comments.get('7 command')).toContain('`permission-missing`')
  })

  test('show who may not start a training what is wrong with the request', async () => {
    const world = new World()
    const outcome = await world.label('reader', { body: 'algorithm: xgboost\ndataset_id: d\nsed: 1' })
    expect(outcome.decision).toBe('unauthorized')
    const text = world.tracker.comments.get('7 request') ?? ''
    expect(text).toContain('reader has the permission read; train needs write')
    expect(text).toContain('`issue:3:1`')
    // Nothing waits, so nobody is told to approve it.
    expect(text).not.toContain('/mlops approve')
    expect(text).toContain('Edit the issue')
  })

  test('tell nobody to edit an issue that a request file does not come from', async () => {
    const world = new World()
    world.files.put('requests/churn.yml', 'algorithm: xgboost\ndataset_id: d\nsed: 1')
    const { summary } = await toReport(await world.dispatch({ requestFile: 'requests/churn.yml' }), 'en')
    expect(summary).toContain('`requests/churn.yml:3:1`')
    expect(summary).not.toContain('issue')
  })

  test.each([
    ['at top level', '__proto__: {seed: 1}', 'issue:3:1'],
    ['in a map', 'hyperparameters: {__proto__: 3}', 'issue:3:19'],
    ['in a list', 'hyperparameters: {members: [{__proto__: 3}]}', 'issue:3:30']
  ])('refuse the prototype as a name %s', async (_name, line, place) => {
    const outcome = await new World().label('writer', {
      body: `algorithm: random_forest\ndataset_id: d1\n${line}`
    })
    const problem = { place, message: 'the name "__proto__" is reserved' }
    expect(outcome.problems).toContainEqual(expect.objectContaining(problem))
  })

  test('point out a full-width colon', async () => {
    const world = new World()
    await world.label('writer', { body: '```yaml\nalgorithm：xgboost\ndataset_id：d\n```' })
    expect(world.tracker.comments.get('7 request')).toContain('Write ":": in its place stands U+FF1A.')
  })

  test('take a command after a full-width blank for another one', async () => {
    const world = new World()
    const outcome = await world.comment('writer', '/mlops status\n/mlops\u3000cancel')
    expect(outcome.reasonCode).toBe('several-commands')
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
    ['talk', world => world.comment('writer', 'hello')]
  ])('are not written for %s', async (_name, act) => {
    const world = new World()
    await act(world)
    expect(world.tracker.writes).toEqual([])
  })

  test('are one for each command of another action, which completes it', async () => {
    const world = new World()
    await world.comment('keeper', '/mlops rollback', { id: 101 })
    await world.comment('keeper', '/mlops rollback', { id: 101 })
    await world.comment('keeper', '/mlops reject v1.0.0', { id: 102 }, { language: 'ja' })
    expect([...world.tracker.comments.keys()]).toEqual(['7 answer:101', '7 answer:102'])
    expect(world.tracker.comments.get('7 answer:101')).toContain('this comment then tells the result')
    expect(world.tracker.comments.get('7 answer:102')).toContain('/mlops reject を受け付けました')
  })

  test.each<[string, string, string]>([
    ['an unknown word', '/mlops retrian', '「/mlops retrain」のことですか?'],
    ['a needless argument', '/mlops cancel v1.0.0', '「cancel」に「v1.0.0」は指定できません'],
    ['two commands', '/mlops help\n/mlops cancel', '1 つのコメントに書けるコマンドは 1 つ'],
    ['nothing to approve', '/mlops approve', '「/mlops approve」の対象になるものがありません'],
    ['nothing to cancel', '/mlops cancel', '順番を待っているリクエスト']
  ])('tell %s in Japanese', async (_name, text, said) => {
    const world = new World()
    await world.comment('keeper', text, {}, { language: 'ja' })
    expect(world.tracker.comments.get('7 command')).toContain(escapeMarkdown(said))
  })

  test('tell a lack of permission in Japanese', async () => {
    const world = new World()
    await world.label('reader', {}, { language: 'ja' })
    expect(world.tracker.comments.get('7 request')).toContain('reader の権限は read ですが')
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

describe('a policy that cannot be used', () => {
  const broken = () => {
    const world = new World()
    world.tracker.files.set('.github/mlops.yml', 'limits:\n  <img src=x>@all: 3\n')
    return world
  }
  const told = (world: World, marker: string) => world.tracker.comments.get(`7 ${marker}`)

  test.each([
    ['en', 'the policy cannot be used'],
    ['ja', 'ポリシーを使えません']
  ] as const)('is told in the issue with the place, and fails the step (%s)', async (language, title) => {
    const world = broken()
    expect(await codeOf(world.label('writer', {}, { language }))).toBe('policy-invalid')
    const text = told(world, 'request') ?? ''
    expect(text).toContain(title)
    expect(text).toContain('`.github/mlops.yml:2:3`')
    expect(text).toContain('`policy-invalid`')
    expect(blocksAndInline(text)).toEqual([])
  })

  test('gives way to the verdict when it is corrected', async () => {
    const world = broken()
    await codeOf(world.label('writer'))
    world.tracker.files.clear()
    await world.label('writer')
    expect(told(world, 'request')).toContain('accepted')
  })

  test('is told to who wrote a command', async () => {
    const world = broken()
    expect(await codeOf(world.comment('writer', '/mlops retrain'))).toBe('policy-invalid')
    expect(told(world, 'answer:100')).toContain('the policy cannot be used')
  })

  test.each(['nobody', 'reader'])('is not told to %s', async login => {
    const world = broken()
    expect(await codeOf(world.comment(login, '/mlops status'))).toBe('policy-invalid')
    expect(world.tracker.writes).toEqual([])
  })

  test('fails with the reason why the issue was not told', async () => {
    const world = broken()
    world.tracker.upsertComment = async () => {
      throw new ServiceError('github-permission-missing', 'not allowed')
    }
    const error = await world.label('writer').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'policy-invalid',
      problems: [{ place: '.github/mlops.yml:2:3' }],
      hint: expect.stringContaining('not allowed')
    })
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
