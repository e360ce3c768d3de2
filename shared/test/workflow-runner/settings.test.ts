import { describe, expect, test } from '@jest/globals'
import { annotationsOf, logOf, nodeAction, runSteps, runText, workflowOf } from './run-files.js'

const VARIABLES = { YES: 'true', ONE: '1', MAP: '{"A": "from JSON", "B": 1.50}', LIST: '[1]' }

describe('settings from expressions', () => {
  test('booleans, numbers and whole mappings', async () => {
    const run = await runSteps(
      `- {id: forgiven, continue-on-error: '\${{ fromJSON(vars.YES) }}', run: 'false'}
- {id: slow, timeout-minutes: '\${{ fromJSON(vars.ONE) }}', continue-on-error: true, run: exec sleep 60}
- {uses: $/action, with: '\${{ fromJSON(vars.MAP) }}'}
- {env: {A: 1.50, B: true, C: null, D: 0x10}, run: 'echo "[$A][$B][$C][$D]"'}`,
      { variables: VARIABLES },
      nodeAction('console.log(process.env.INPUT_A, process.env.INPUT_B)', {
        manifest: 'inputs: {a: {description: d}, b: {description: d}}'
      })
    )
    const { forgiven, slow } = run.jobs['job']?.steps ?? {}
    expect([forgiven?.conclusion, slow?.outcome]).toEqual(['success', 'failure'])
    expect(logOf(run, '__self')).toBe('from JSON 1.5')
    expect(logOf(run, '__run')).toBe('[1.5][true][][16]')
  })

  const wrong: [name: string, step: string, message: RegExp][] = [
    [
      'a list as a whole text',
      "{env: {A: '${{ fromJSON(vars.LIST) }}'}, run: x}",
      /a text was expected, not a sequence/
    ],
    [
      'a mapping as a whole text',
      "{env: {A: '${{ fromJSON(vars.MAP) }}'}, run: x}",
      /a text was expected, not a mapping/
    ],
    ['a list as with', "{uses: $/action, with: '${{ fromJSON(vars.LIST) }}'}", /a mapping was expected/],
    ['a text as boolean', "{continue-on-error: '${{ vars.MAP }}', run: 'false'}", /a boolean was expected/],
    ['a text as number', "{timeout-minutes: '${{ vars.MAP }}', run: 'true'}", /a number was expected/]
  ]
  test.each(wrong)('%s fails the step', async (_, step, message) => {
    const run = await runSteps(`- ${step}`, { variables: VARIABLES }, nodeAction(''))
    expect(annotationsOf(run)).toContainEqual(expect.stringMatching(message))
    expect(run.conclusion).toBe('failure')
  })

  test('a job output that cannot be evaluated fails the job', async () => {
    const run = await runText(workflowOf("- run: 'true'", 'outputs: {a: "${{ fromJSON(\'{\') }}", b: fine}'))
    expect(run.jobs['job']).toMatchObject({ result: 'failure', outputs: { b: 'fine' } })
  })
})

describe('machines that lack something', () => {
  test('a program that cannot be started', async () => {
    const run = await runSteps('- {id: it, uses: $/action}', { nodePath: '/nowhere/node' }, nodeAction(''))
    expect(run.jobs['job']?.steps['it']?.outcome).toBe('failure')
    expect(annotationsOf(run)).toContainEqual(expect.stringContaining('cannot start /nowhere/node'))
  })

  test('a shell that is not installed', async () => {
    const run = await runSteps('- run: echo', { environment: { PATH: '/nowhere' } })
    expect(annotationsOf(run)).toEqual([
      expect.stringMatching(/test\.yml:6:9: the shell .* is not installed/)
    ])
  })

  test('a default shell from an expression that is not supported', async () => {
    const run = await runText(workflowOf('- run: echo', "defaults: {run: {shell: '${{ vars.SHELL }}'}}"), {
      variables: { SHELL: 'pwsh' }
    })
    expect(annotationsOf(run)).toEqual([expect.stringContaining('the shell `pwsh` is not supported')])
  })
})

test('echoed commands, save-state and other commands', async () => {
  const main = `
    console.log('::echo::on')
    console.log('::notice::echoed')
    console.log('::add-mask::hidden-value')
    console.log('::echo::off')
    console.log('::add-mask::')
    console.log('::save-state name=a::kept')
    console.log('::add-matcher::x.json')`
  const run = await runSteps(
    '- uses: $/action',
    {},
    nodeAction(main, { post: 'console.log(process.env.STATE_a)' })
  )
  expect(logOf(run)).toContain('::notice::echoed\n##[notice]echoed')
  expect(logOf(run)).not.toContain('hidden-value')
  expect(logOf(run)).toContain('::add-matcher::x.json')
  expect(logOf(run, '__self-post')).toBe('kept')
  expect(annotationsOf(run)).toContainEqual(expect.stringContaining("Can't add secret mask for empty string"))
})
