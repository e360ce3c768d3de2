import { describe, expect, test } from '@jest/globals'
import { runSteps, runText, workflowOf } from './run-files.js'

const RUN = '- run: "true"'

async function refusal(text: string, files: Record<string, string> = {}): Promise<unknown> {
  return runText(text, {}, files).then(
    () => 'it ran',
    (error: unknown) => error
  )
}

describe('what this runner cannot do is refused before anything runs, with its place', () => {
  const cases: [name: string, text: string, place: string, message: string][] = [
    ['service containers', workflowOf(RUN, 'services: {db: {image: postgres}}'), '5:5', '`services`'],
    ['job containers', workflowOf(RUN, 'container: node:24'), '5:5', '`container`'],
    ['environments', workflowOf(RUN, 'environment: production'), '5:5', '`environment`'],
    ['snapshots', workflowOf(RUN, 'snapshot: image'), '5:5', '`snapshot`'],
    ['other systems', workflowOf(RUN).replace('ubuntu-latest', 'windows-latest'), '4:14', '`windows-latest`'],
    [
      'reusable workflows',
      'on: workflow_dispatch\njobs:\n  job:\n    uses: ./.github/workflows/x.yml\n',
      '4:5',
      '`uses`'
    ],
    ['container actions', workflowOf('- uses: docker://alpine'), '6:15', 'docker://'],
    ['other shells', workflowOf('- {run: x, shell: pwsh}'), '6:25', '`pwsh`'],
    ['other default shells', workflowOf(RUN, 'defaults: {run: {shell: cmd}}'), '5:29', '`cmd`'],
    ['actions it cannot find', workflowOf('- uses: octo/nothing@v1'), '6:9', '`octo/nothing@v1`']
  ]
  test.each(cases)('%s', async (_, text, place, message) => {
    expect(await refusal(text)).toMatchObject({
      code: 'unsupported-workflow',
      problems: [{ place: `.github/workflows/test.yml:${place}`, message: expect.stringContaining(message) }]
    })
  })

  test('all problems at once', async () => {
    const text = workflowOf('- uses: docker://alpine\n- {run: x, shell: pwsh}', 'container: node:24')
    const places = ['5:5', '7:15', '8:25'].map(place => ({ place: `.github/workflows/test.yml:${place}` }))
    expect(await refusal(text)).toMatchObject({ problems: places })
  })

  const action = (runs: string): Record<string, string> => ({
    'a/action.yml': `name: a\ndescription: d\nruns:\n${runs}\n`
  })
  test.each([
    [
      'docker actions',
      action('  using: docker\n  image: Dockerfile'),
      '$/a/action.yml:4:10',
      '`using: docker`'
    ],
    ['old runtimes', action('  using: node16\n  main: x.js'), '$/a/action.yml:4:10', '`using: node16`'],
    ['pre', action('  using: node24\n  pre: p.js\n  main: x.js'), '$/a/action.yml:5:8', '`runs.pre`'],
    [
      'shells of composite actions',
      action('  using: composite\n  steps: [{run: x, shell: pwsh}]'),
      '$/a/action.yml:5:27',
      '`pwsh`'
    ],
    [
      'actions inside composite actions',
      action('  using: composite\n  steps: [{uses: octo/nothing@v1}]'),
      '$/a/action.yml:5:11',
      '`octo/nothing@v1`'
    ]
  ])('in actions: %s', async (_, files, place, message) => {
    expect(await refusal(workflowOf('- uses: $/a'), files)).toMatchObject({
      code: 'unsupported-workflow',
      problems: [{ place, message: expect.stringContaining(message) }]
    })
  })

  test('composite actions that use themselves, directly or not', async () => {
    const composite = (uses: string): string =>
      `name: a\ndescription: d\nruns:\n  using: composite\n  steps: [{uses: ${uses}}]\n`
    const files = { 'a/action.yml': composite('$/b'), 'b/action.yml': composite('$/a') }
    expect(await refusal(workflowOf('- uses: $/a'), files)).toMatchObject({
      code: 'unsupported-workflow',
      problems: [{ place: '$/b/action.yml:5:11', message: '`$/a` uses itself' }]
    })
  })
})

describe('what GitHub refuses is refused', () => {
  test.each([
    ['an unknown key', workflowOf('- {run: x, nonsense: 1}'), /:6:\d+: Unexpected value 'nonsense'/],
    ['an unknown need', workflowOf(RUN, 'needs: nobody'), /:5:\d+: .*unknown job 'nobody'|no dependencies/],
    ['an unknown context', workflowOf('- run: echo ${{ nothing.x }}'), /Unrecognized named-value: 'nothing'/],
    ['a broken expression', workflowOf('- run: echo ${{ github. }}'), /:6:/],
    [
      'a duplicate step id',
      workflowOf('- {id: a, run: x}\n- {id: a, run: x}'),
      /may not be used more than once/
    ],
    ['background steps', workflowOf('- {run: x, background: true}'), /:6:/],
    ['no YAML', 'on: [', /:\d+:\d+: /],
    ['an empty file', '', /./],
    [
      'a bad cron',
      `on: {schedule: [{cron: nonsense}]}\n${workflowOf(RUN).split('\n').slice(1).join('\n')}`,
      /cron/i
    ]
  ] as [string, string, RegExp][])('%s', async (_, text, message) => {
    expect(await refusal(text)).toMatchObject({
      code: 'invalid-workflow',
      message: expect.stringMatching(message)
    })
  })

  test('a manifest that is none', async () => {
    const files = { 'a/action.yml': 'name: a\n' }
    expect(await refusal(workflowOf('- uses: $/a'), files)).toMatchObject({
      problems: [
        { place: expect.stringContaining('$/a/action.yml') },
        { place: expect.stringContaining('$/a/action.yml') }
      ]
    })
  })

  test('a workflow that is not there', async () => {
    await expect(runSteps(RUN, { file: 'nowhere.yml' })).rejects.toMatchObject({ code: 'workflow-not-found' })
  })
})
